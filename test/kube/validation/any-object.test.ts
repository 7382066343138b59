/** Whatever a client sends is decoded, or refused: nothing throws. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  applyDefaults,
  beforeCreate,
  beforeUpdate,
  parseKubernetesVersion,
  ValueError,
} from '../../../src/kube/index.ts';
import type { UnknownObject } from '../../../src/kube/index.ts';

const version = parseKubernetesVersion('1.20.2')!;
const newer = parseKubernetesVersion('1.30.0')!;
const messageOf = (spec: object, of = version): string => {
  try {
    applyDefaults({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec }, of);
    return '';
  } catch (error) {
    if (error instanceof ValueError) return error.message;
    throw error;
  }
};

const junk = fc.oneof(
  fc.constantFrom(null, '', 0, -1, true, 'x'),
  fc.constant({}),
  fc.constant([]),
  fc.constant([{}]),
  fc.constant(['x']),
  fc.constant({ a: 'b' }),
);
const fields = [
  'containers',
  'initContainers',
  'volumes',
  'selector',
  'template',
  'ports',
  'replicas',
  'type',
  'rules',
  'schedule',
  'jobTemplate',
  'scaleTargetRef',
  'metrics',
  'taints',
  'hard',
  'limits',
  'capacity',
  'hostNetwork',
  'affinity',
  'tolerations',
  'strategy',
  'updateStrategy',
];
const kinds = fc.constantFrom(
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'Node'],
  ['v1', 'ReplicationController'],
  ['v1', 'PersistentVolume'],
  ['v1', 'LimitRange'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
  ['batch/v1beta1', 'CronJob'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
);

describe('any object', () => {
  it('is decoded and judged, or refused as malformed', () => {
    const spec = fc.dictionary(fc.constantFrom(...fields), junk, { maxKeys: 6 });
    fc.assert(
      fc.property(kinds, spec, junk, ([apiVersion, kind], given, other) => {
        const object = {
          apiVersion,
          kind,
          metadata: { namespace: 'default' },
          spec: given,
          rules: other,
          subjects: other,
        } as unknown as UnknownObject;
        try {
          const context = { version, namespaced: true };
          const decoded = applyDefaults(object, version);
          expect(beforeCreate(decoded, context)).to.have.property('ok');
          expect(beforeUpdate(decoded, decoded, context)).to.have.property('ok');
        } catch (error) {
          expect(error).to.be.instanceOf(ValueError);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is refused with the way to the wrong value, in the words of the release', () => {
    const env = { containers: [{ name: 'c', image: 'a', env: [{ name: 'A', value: 80 }] }] };
    expect(messageOf(env)).to.equal(
      'v1.Pod.Spec: v1.PodSpec.Containers: []v1.Container: v1.Container.Env: []v1.EnvVar: v1.EnvVar.Value: ReadString: expects " or n, but found 8',
    );
    expect(messageOf(env, newer)).to.equal(
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    );
    expect(messageOf({ containers: {} })).to.equal(
      'v1.Pod.Spec: v1.PodSpec.Containers: decode slice: expect [ or n, but found {',
    );
  });
});
