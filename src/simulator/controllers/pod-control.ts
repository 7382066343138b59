/** Pod control: how controllers create and delete pods, with the Events that tell of it. */
import type { KubeObject, Pod, Status } from '../../kube/index.ts';
import { attempt } from './pass.ts';
import type { Pass } from './pass.ts';

const isNamespaceTerminating = ({ details }: Status): boolean =>
  details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;

/**
 * Creates a pod for `owner`. Answers why it failed; undefined when it did not, or when nothing can be created any more
 * because the namespace goes.
 * @source k8s 1.20 pkg/controller/controller_utils.go RealPodControl.createPods
 */
export function* createPod(owner: KubeObject, pod: Pod): Pass<string | undefined> {
  if (Object.keys(pod.metadata.labels ?? {}).length === 0) return 'unable to create pods, no labels';
  const answer = yield* attempt<Pod>({ do: 'create', resource: 'pods', object: pod });
  if (answer.ok) {
    const message = `Created pod: ${answer.value.metadata.name}`;
    yield { do: 'event', about: owner, type: 'Normal', reason: 'SuccessfulCreate', message };
    return undefined;
  }
  if (isNamespaceTerminating(answer.status)) return undefined;
  const reason = answer.status.message ?? '';
  yield {
    do: 'event',
    about: owner,
    type: 'Warning',
    reason: 'FailedCreate',
    message: `Error creating: ${reason}`,
  };
  return reason;
}

/**
 * Deletes a pod of `owner`. Answers why it failed; a pod that is gone already is no failure.
 * @source k8s 1.20 pkg/controller/controller_utils.go RealPodControl.DeletePod
 */
export function* deletePod(owner: KubeObject, pod: Pod): Pass<string | undefined> {
  const { name, namespace } = pod.metadata;
  const answer = yield* attempt({
    do: 'delete',
    resource: 'pods',
    ...(namespace === undefined ? {} : { namespace }),
    name,
  });
  if (answer.ok) {
    const message = `Deleted pod: ${name}`;
    yield { do: 'event', about: owner, type: 'Normal', reason: 'SuccessfulDelete', message };
    return undefined;
  }
  if (answer.status.reason === 'NotFound') return undefined;
  const reason = answer.status.message ?? '';
  yield {
    do: 'event',
    about: owner,
    type: 'Warning',
    reason: 'FailedDelete',
    message: `Error deleting: ${reason}`,
  };
  return `unable to delete pods: ${reason}`;
}
