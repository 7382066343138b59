/** Creating, mending and deleting a stateful set's pods, with their claims and the Events that tell of it. */
import type { Answer, KubeObject, KubernetesVersion, Pod, StatefulSet } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { attempt, fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { claimsOf, ordinalOf, withRightIdentity } from './stateful-pod.ts';

type Verb = 'create' | 'update' | 'delete';

const titles: Record<Verb, string> = { create: 'Create', update: 'Update', delete: 'Delete' };

/** @source k8s 1.20 pkg/controller/statefulset/stateful_pod_control.go recordPodEvent, recordClaimEvent */
function* tell(
  set: StatefulSet,
  verb: Verb,
  subject: string,
  success: string,
  answer: Answer<unknown>,
): Pass<void> {
  const where = `${subject} in StatefulSet ${set.metadata.name}`;
  const error = answer.ok ? '' : (answer.status.message ?? '');
  yield {
    do: 'event',
    about: set,
    type: answer.ok ? 'Normal' : 'Warning',
    reason: `${answer.ok ? 'Successful' : 'Failed'}${titles[verb]}`,
    message: answer.ok ? `${verb} ${where} ${success}` : `${verb} ${where} failed error: ${error}`,
  };
}

/** @source k8s 1.20 pkg/controller/statefulset/stateful_pod_control.go createPersistentVolumeClaims */
function* createClaims(set: StatefulSet, pod: Pod, view: View): Pass<void> {
  for (const claim of claimsOf(set, ordinalOf(pod)).values()) {
    const { name, namespace } = claim.metadata;
    if (view.get('persistentvolumeclaims', namespace, name) !== undefined) continue;
    const answer = yield* attempt<KubeObject>({
      do: 'create',
      resource: 'persistentvolumeclaims',
      object: claim,
    });
    if (!answer.ok && answer.status.reason === 'AlreadyExists') continue;
    const subject = answer.ok ? `Claim ${name} Pod` : `Claim ${name} for Pod`;
    yield* tell(set, 'create', `${subject} ${pod.metadata.name}`, 'success', answer);
    if (!answer.ok) yield* fail(`failed to create PVC ${name}: ${answer.status.message ?? ''}`);
  }
}

/** @source k8s 1.20 pkg/controller/statefulset/stateful_pod_control.go CreateStatefulPod */
export function* createStatefulPod(set: StatefulSet, pod: Pod, view: View): Pass<void> {
  yield* createClaims(set, pod, view);
  const answer = yield* attempt<Pod>({ do: 'create', resource: 'pods', object: pod });
  if (!answer.ok && answer.status.reason === 'AlreadyExists') return yield* fail(answer.status.message ?? '');
  yield* tell(set, 'create', `Pod ${pod.metadata.name}`, 'successful', answer);
  if (!answer.ok) yield* fail(answer.status.message ?? '');
}

/** Gives the pod the identity and volumes of its number, when it has lost them. @source k8s 1.20 pkg/controller/statefulset/stateful_pod_control.go UpdateStatefulPod */
export function* mendStatefulPod(
  set: StatefulSet,
  pod: Pod,
  view: View,
  version: KubernetesVersion,
): Pass<void> {
  const mended = withRightIdentity(set, pod, version);
  if (mended === pod) return;
  yield* createClaims(set, mended, view);
  const answer = yield* attempt({ do: 'update', resource: 'pods', object: mended });
  yield* tell(set, 'update', `Pod ${pod.metadata.name}`, 'successful', answer);
  if (!answer.ok) yield* fail(answer.status.message ?? '');
}

/** @source k8s 1.20 pkg/controller/statefulset/stateful_pod_control.go DeleteStatefulPod */
export function* deleteStatefulPod(set: StatefulSet, pod: Pod): Pass<void> {
  const { name, namespace } = pod.metadata;
  const answer = yield* attempt({
    do: 'delete',
    resource: 'pods',
    ...(namespace === undefined ? {} : { namespace }),
    name,
  });
  yield* tell(set, 'delete', `Pod ${name}`, 'successful', answer);
  if (!answer.ok) yield* fail(answer.status.message ?? '');
}
