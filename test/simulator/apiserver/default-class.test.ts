import { expect } from 'chai';
import type { KubeObject } from '../../../src/kube/index.ts';
import { bareWorld, by, status, value } from '../bare-world.ts';

const claim = (name: string, storage = '1Gi', spec: object = {}): object => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...spec },
});
const storageClass = (name: string, rest: object = {}): object => ({
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'example.com/disk',
  ...rest,
});
type Classed = KubeObject & { spec: { storageClassName?: string; ingressClassName?: string } };

const claims = 'persistentvolumeclaims';
const classes = 'storageclasses.storage.k8s.io';

describe('default classes', () => {
  it('gives a claim the default storage class, unless it says otherwise', () => {
    const { api } = bareWorld().world;
    const made = (object: object) => value(api.create(claims, 'default', object, by)) as Classed;
    expect(made(claim('a')).spec.storageClassName).to.equal(undefined);
    value(api.create(classes, undefined, storageClass('fast'), by));
    expect(made(claim('b')).spec.storageClassName).to.equal('fast');
    expect(made(claim('c', '1Gi', { storageClassName: '' })).spec.storageClassName).to.equal('');
  });

  it('does not choose between two before 1.26', () => {
    const { api } = bareWorld().world;
    value(api.create(classes, undefined, storageClass('fast'), by));
    value(api.create(classes, undefined, storageClass('slow'), by));
    expect(status(api.create(claims, 'default', claim('a'), by)).message).to.equal(
      'persistentvolumeclaims "a" is forbidden: Internal error occurred: 2 default StorageClasses were found',
    );
    const later = bareWorld({ version: '1.29' }).world.api;
    value(later.create(classes, undefined, storageClass('fast'), by));
    value(later.create(classes, undefined, storageClass('slow'), by));
    const made = value(later.create(claims, 'default', claim('a'), by)) as Classed;
    expect(made.spec.storageClassName).to.equal('fast');
  });

  it('gives an ingress the default class', () => {
    const { api } = bareWorld().world;
    const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
    const nginx = { metadata: { name: 'nginx', annotations }, spec: { controller: 'example.com/nginx' } };
    value(api.create('ingressclasses.networking.k8s.io', undefined, nginx, by));
    const spec = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } };
    const ingress = { metadata: { name: 'web' }, spec };
    const made = value(api.create('ingresses.networking.k8s.io', 'default', ingress, by)) as Classed;
    expect(made.spec.ingressClassName).to.equal('nginx');
  });

  it('lets only bound claims grow, where their class allows it', () => {
    const { api } = bareWorld().world;
    value(api.create(classes, undefined, storageClass('fast', { allowVolumeExpansion: true }), by));
    const made = value(api.create(claims, 'default', claim('a'), by)) as Classed;
    const resources = { requests: { storage: '2Gi' } };
    const larger = { ...made, spec: { ...made.spec, resources } };
    expect(status(api.update(claims, larger, by)).message).to.match(
      /spec|Only bound persistent volume claims can be expanded/,
    );
    const bound: object = { ...made, status: { phase: 'Bound' } };
    value(api.update(claims, bound as KubeObject, { ...by, subresource: 'status' }));
    const metadata = { ...made.metadata };
    delete metadata.resourceVersion;
    const grown = value(api.update(claims, { ...larger, metadata } as KubeObject, by));
    expect((grown as Classed & { spec: { resources: object } }).spec.resources).to.deep.equal(resources);
  });
});
