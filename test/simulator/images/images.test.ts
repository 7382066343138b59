/** Image references, registries and what images are. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  digestOf,
  imageBehaviours,
  parseImageReference,
  qualifiedName,
  Registries,
  taggedName,
} from '../../../src/simulator/images/index.ts';
import { nginxVersion } from '../../../src/simulator/images/behaviours/nginx.ts';

const reference = (text: string) => parseImageReference(text) ?? expect.fail(`no reference: ${text}`);

describe('image references', () => {
  it('have a repository and a tag', () => {
    expect(reference('nginx')).to.deep.equal({ repository: 'nginx', tag: 'latest' });
    expect(reference('docker.io/library/nginx:1.16.0')).to.deep.equal({ repository: 'nginx', tag: '1.16.0' });
    expect(reference('localhost:5000/a/b')).to.deep.equal({
      repository: 'localhost:5000/a/b',
      tag: 'latest',
    });
    expect(taggedName(reference('sysnet4admin/echo-hname'))).to.equal('sysnet4admin/echo-hname:latest');
  });
  it('are refused when they are none', () => {
    for (const text of ['', 'Nginx', 'nginx:', 'nginx:a b', 'a//b', 'nginx@sha256:12', ':tag'])
      expect(parseImageReference(text), text).to.equal(undefined);
  });
  it('are qualified as containerd does', () => {
    expect(qualifiedName(reference('nginx:1'))).to.equal('docker.io/library/nginx:1');
    expect(qualifiedName(reference('a/b'))).to.equal('docker.io/a/b:latest');
    expect(qualifiedName(reference('k8s.gcr.io/pause:3.2'))).to.equal('k8s.gcr.io/pause:3.2');
  });
  it('never make the parser throw', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => parseImageReference(text) === undefined || taggedName(reference(text)).includes(':'),
      ),
    );
  });
});

describe('registries', () => {
  const registries = new Registries({
    images: [{ repository: 'shop/app', tags: ['1'], behaviour: 'exits', settings: { exitCode: 3 } }],
  });
  it('hold what notes need, and not what they say is missing', () => {
    for (const tag of ['1.7.9', '1.15.12', '1.16.0', '1.17.2', 'latest', 'stable'])
      expect(registries.lookUp(reference(`nginx:${tag}`)), tag).to.have.property('found');
    expect(registries.lookUp(reference('nginx:1.17.23'))).to.deep.equal({ missing: 'tag' });
    expect(registries.lookUp(reference('mulistage-img'))).to.deep.equal({ missing: 'repository' });
  });
  it("hold the lab's own images", () => {
    const found = registries.lookUp(reference('shop/app:1'));
    expect('found' in found && found.found.service?.runs?.exitCode).to.equal(3);
  });
  it("know the cluster's components from any registry", () => {
    for (const name of [
      'k8s.gcr.io/metrics-server-amd64:v0.3.6',
      'registry.k8s.io/kube-proxy:v1.30.0',
      'quay.io/metallb/speaker:v0.13.0',
      'docker.io/calico/node:v3.20.0',
    ])
      expect(registries.lookUp(reference(name)), name).to.have.property('found');
  });
  it('say which nginx runs under a tag', () => {
    expect(['1.16.0', '1.18', 'stable', 'latest', '1.15.12-alpine'].map(nginxVersion)).to.deep.equal([
      '1.16.0',
      '1.18.0',
      '1.18.0',
      '1.19.6',
      '1.15.12',
    ]);
  });
  it('give every image a digest of its own', () => {
    expect(digestOf('a')).to.match(/^[0-9a-f]{64}$/);
    expect(new Set(['a', 'b', 'nginx:1', 'nginx:2'].map(digestOf)).size).to.equal(4);
  });
});

describe('image behaviours', () => {
  for (const behaviour of imageBehaviours) {
    it(`${behaviour.name} builds an image that can start`, () => {
      const contents = behaviour.build('1.0', {});
      const argv = [...(contents.entrypoint ?? []), ...(contents.command ?? [])];
      const name = (argv[0] ?? '').split('/').at(-1) ?? '';
      const starts =
        contents.service?.executables.includes(name) === true || contents.commands?.has(name) === true;
      expect(starts, argv.join(' ')).to.equal(true);
      expect(behaviour.summary).to.match(/^[A-Za-z]/);
    });
  }
});
