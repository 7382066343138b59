/** Images of the lab and those that stand for them on a real cluster. */
import { expect } from 'chai';
import { ImageNames } from '../../../src/backends/cluster/image-names.ts';
import { LabNames } from '../../../src/backends/cluster/lab-names.ts';

const names = new ImageNames({
  'sysnet4admin/echo-hname': 'registry.example:5000/echo-hname',
  'nginx:1.16.0': 'nginx:1.27',
  busybox: 'mirror.example/library/busybox',
});

describe('images by other names', () => {
  for (const [lab, real] of [
    ['sysnet4admin/echo-hname', 'registry.example:5000/echo-hname'],
    ['sysnet4admin/echo-hname:v2', 'registry.example:5000/echo-hname:v2'],
    ['nginx:1.16.0', 'nginx:1.27'],
    ['busybox:1.28', 'mirror.example/library/busybox:1.28'],
    ['redis:6', 'redis:6'],
  ] as const) {
    it(`${lab} is ${real}, and back`, () => {
      expect(names.toReal(lab)).to.equal(real);
      expect(names.toLab(real)).to.equal(lab);
    });
  }

  it('take an image without a tag for the latest', () => {
    expect(new ImageNames({ 'nginx:latest': 'web:1' }).toReal('nginx')).to.equal('web:1');
  });

  it('leave an image with another tag alone', () => {
    expect(names.toReal('nginx:1.16.1')).to.equal('nginx:1.16.1');
    expect(names.toLab('nginx:1.27.3')).to.equal('nginx:1.27.3');
    expect(names.toLab('my-nginx:1.27')).to.equal('my-nginx:1.27');
  });

  it('are turned where they stand in texts and in objects', () => {
    const lab = new LabNames({
      namespace: { lab: 'default', real: 'labproof-1' },
      nodes: [],
      images: { 'nginx:1.16.0': 'nginx:1.27' },
    });
    expect(lab.toLab({ message: 'Pulling image "nginx:1.27"' })).to.deep.equal({
      message: 'Pulling image "nginx:1.16.0"',
    });
    expect(lab.toReal({ containers: [{ name: 'nginx:1.16.0', image: 'nginx:1.16.0' }] })).to.deep.equal({
      containers: [{ name: 'nginx:1.16.0', image: 'nginx:1.27' }],
    });
  });
});
