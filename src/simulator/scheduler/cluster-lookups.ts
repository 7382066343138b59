/** What the scheduler looks up in the API when it needs it: controllers' selectors, claims and volumes. */
import type { LabelSelector } from '../../kube/index.ts';
import type { ApiServer } from '../apiserver/index.ts';
import type { PersistentVolume } from '../storage/index.ts';
import type { ServiceIndex } from './service-index.ts';
import type { VolumeLister } from './volume-caches.ts';
import type { Workloads } from './workloads.ts';

const resourceByKind: Readonly<Record<string, string>> = {
  ReplicationController: 'replicationcontrollers',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
};

interface Selecting {
  spec: { selector?: LabelSelector | Record<string, string> };
}

export const workloadsIn = (api: ApiServer, services: ServiceIndex): Workloads => ({
  services: (namespace) => services.of(namespace),
  selectorOf(kind, namespace, name) {
    const resource = resourceByKind[kind];
    const answer = resource === undefined ? undefined : api.get(resource, namespace, name);
    if (answer?.ok !== true) return undefined;
    const { selector } = (answer.value as unknown as Selecting).spec;
    // A ReplicationController selects by plain labels.
    return kind === 'ReplicationController'
      ? { matchLabels: (selector ?? {}) as Record<string, string> }
      : (selector as LabelSelector | undefined);
  },
});

/** Undefined where the API does not serve claims. */
export const volumesIn = (api: ApiServer): VolumeLister | undefined => {
  if (!api.list('persistentvolumeclaims').ok) return undefined;
  const read = <T>(resource: string, namespace: string | undefined, name: string): T | undefined => {
    const answer = api.get(resource, namespace, name);
    return answer.ok ? (answer.value as T) : undefined;
  };
  return {
    claim: (namespace, name) => read('persistentvolumeclaims', namespace, name),
    volume: (name) => read('persistentvolumes', undefined, name),
    storageClass: (name) => read('storageclasses.storage.k8s.io', undefined, name),
    volumes() {
      const answer = api.list('persistentvolumes');
      return answer.ok ? (answer.value.items as readonly PersistentVolume[]) : [];
    },
  };
};
