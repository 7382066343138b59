/** What a new cluster holds before anybody has asked for anything. */
import type { KubeObject, Status } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/index.ts';
import type { World } from '../world.ts';
import { ensureApiService } from './api-service.ts';

const by = { user: 'kube-apiserver' };

const cannotStart = ({ message = '' }: Status): Error =>
  new Error(`labproof defect: the cluster cannot start: ${message}`);

const priorityClass = (
  name: string,
  value: number,
  description: string,
): KubeObject & Record<string, unknown> => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  description,
});

/** @source k8s 1.20 pkg/controlplane/controller.go, pkg/apis/scheduling/v1/helpers.go */
export const createInitialObjects = (world: World, apiServiceAddress: string): void => {
  const { api } = world;
  const create = (resource: ResourceName, object: KubeObject): void => {
    const answer = api.create(resource, object.metadata.namespace, object, by);
    if (!answer.ok) throw cannotStart(answer.status);
  };
  for (const name of ['kube-system', 'kube-public', 'kube-node-lease', 'default']) {
    create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const text = (use: string): string => `Used for system critical pods that must ${use}.`;
  create(
    'priorityclasses.scheduling.k8s.io',
    priorityClass('system-node-critical', 2000001000, text('not be moved from their current node')),
  );
  create(
    'priorityclasses.scheduling.k8s.io',
    priorityClass(
      'system-cluster-critical',
      2000000000,
      text('run in the cluster, but can be moved to another node if necessary'),
    ),
  );
  const answer = ensureApiService(world, apiServiceAddress);
  if (!answer.ok) throw cannotStart(answer.status);
};
