/** The file system of a container, and the addresses of a node. */
import { expect } from 'chai';
import { AddressPool, defaultPodRange } from '../../../src/simulator/kubelet/address-pool.ts';
import { ContainerFiles } from '../../../src/simulator/kubelet/container-files.ts';

describe('the files of a container', () => {
  it('lie over those of its image, and leave them as they are', () => {
    const image = { '/etc/a': 'image' };
    const files = new ContainerFiles(image);
    expect(files.write('/etc/a', 'mine')).to.equal(undefined);
    expect([files.read('/etc/a'), image['/etc/a']]).to.deep.equal(['mine', 'image']);
    files.remove('/etc/a');
    expect(files.exists('/etc/a')).to.equal(false);
    expect(new ContainerFiles(image).read('/etc/a')).to.equal('image');
  });
  it('refuse what cannot be written', () => {
    const files = new ContainerFiles({}, [
      { path: '/config', files: new Map([['k', 'v']]), isReadOnly: true },
    ]);
    expect(files.read('/config/k')).to.equal('v');
    expect(files.write('/config/k', 'x')).to.equal('read-only');
    expect(files.write('/nowhere/x', 'x')).to.equal('no-directory');
    expect(files.write('/etc', 'x')).to.equal('is-directory');
  });
  it('share a volume between containers', () => {
    const volume = new Map<string, string>();
    const [one, other] = [1, 2].map(
      () => new ContainerFiles({}, [{ path: '/data', files: volume, isReadOnly: false }]),
    );
    one?.write('/data/x', 'shared');
    expect(other?.read('/data/x')).to.equal('shared');
    expect(other?.list('/data')).to.deep.equal(['x']);
  });
  it('resolve paths, and know /var/run for /run', () => {
    const files = new ContainerFiles({ '/run/nginx.pid': '1\n' });
    expect(files.resolve('../b/./c', '/a')).to.equal('/b/c');
    expect(files.read('/var/run/nginx.pid')).to.equal('1\n');
  });
});

describe('the addresses of a node', () => {
  it('go up, and come back last', () => {
    const pool = new AddressPool('172.16.132.0/29');
    expect(pool.take()).to.equal('172.16.132.1');
    expect(pool.take()).to.equal('172.16.132.2');
    pool.release('172.16.132.1');
    const rest = Array.from({ length: 6 }, () => pool.take());
    expect(rest).to.deep.equal([
      '172.16.132.3',
      '172.16.132.4',
      '172.16.132.5',
      '172.16.132.6',
      '172.16.132.7',
      '172.16.132.1',
    ]);
    expect(pool.take()).to.equal(undefined);
  });
  it('come from a block of its own when the lab names none', () => {
    expect([defaultPodRange('172.16.0.0/16', 0), defaultPodRange('10.0.0.0/8', 300)]).to.deep.equal([
      '172.16.1.0/24',
      '10.1.45.0/24',
    ]);
  });
});
