/** Topic statefulset_sync: one pass of the stateful set controller. */
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { ControllerRevision, Pod, StatefulSet } from '../../../src/kube/index.ts';
import {
  byRevisionNumber,
  newRevision,
  revisionData,
  templateOfRevision,
} from '../../../src/simulator/controllers/controller-revisions.ts';
import { startPass } from '../../../src/simulator/controllers/pass.ts';
import { newStatefulPod } from '../../../src/simulator/controllers/statefulset/stateful-pod.ts';
import { updateStatefulSet } from '../../../src/simulator/controllers/statefulset/statefulset-controller.ts';
import { FakeCluster } from '../../simulator/controllers/fake-cluster.ts';
import { defineTopic } from '../topic.ts';

interface RevisionInput {
  name: string;
  image: string;
  revision: number;
}

interface PodInput {
  name: string;
  revision: string;
  phase: string;
  ready: boolean;
  terminating: boolean;
}

const time = '2021-01-20T12:00:00Z';

const revisionOf = (set: StatefulSet, { name, image, revision }: RevisionInput): ControllerRevision => {
  const { template } = set.spec;
  const containers = [{ ...template.spec.containers[0]!, image }];
  const data = revisionData({ ...template, spec: { ...template.spec, containers } });
  return newRevision({ owner: set, name, labels: { app: 'db' }, data, revision });
};

export const statefulsetSync = defineTopic({
  name: 'statefulset_sync',
  run({ statefulSet, pods, revisions }, { kubernetes }) {
    const set = statefulSet as StatefulSet;
    const version = parseKubernetesVersion(kubernetes)!;
    const cluster = new FakeCluster({ startTime: time });
    cluster.put('statefulsets.apps', set);
    for (const input of revisions as RevisionInput[])
      cluster.put('controllerrevisions.apps', revisionOf(set, input));
    for (const input of pods as PodInput[]) {
      const ordinal = Number(input.name.split('-').at(-1));
      const pod = newStatefulPod({
        set,
        template: set.spec.template,
        revision: input.revision,
        ordinal,
        version,
      });
      const conditions = [{ type: 'Ready', status: input.ready ? 'True' : 'False' }];
      cluster.put('pods', {
        ...pod,
        metadata: { ...pod.metadata, ...(input.terminating ? { deletionTimestamp: time } : {}) },
        status: { phase: input.phase, conditions },
      });
    }
    const actions: string[] = [];
    let status: unknown;
    cluster.refuse = (action) => {
      if (action.do === 'create' && action.resource === 'pods') {
        const { name, labels } = action.object.metadata;
        actions.push(`create ${name} ${labels?.['controller-revision-hash'] ?? ''}`);
        // Upstream's fake deletes a failed pod before it is created again.
        cluster.remove('pods', 'default', name);
      } else if (action.do === 'delete' && action.resource === 'pods') actions.push(`delete ${action.name}`);
      else if (action.do === 'update' && action.resource === 'pods')
        actions.push(`update ${action.object.metadata.name}`);
      else if (action.do === 'update' && action.subresource === 'status')
        status = (action.object as StatefulSet).status;
      return undefined;
    };
    const state = {
      set,
      pods: cluster.list('pods') as Pod[],
      revisions: cluster.list('controllerrevisions.apps') as ControllerRevision[],
    };
    const pass = updateStatefulSet(state, cluster, version, cluster.nowMs);
    const failure = cluster.perform(startPass(pass as Parameters<typeof startPass>[0]).actions);
    if (failure !== undefined) throw new Error(failure);
    const after = (cluster.list('controllerrevisions.apps') as ControllerRevision[]).sort(byRevisionNumber);
    return {
      actions,
      ...(status === undefined ? {} : { status }),
      revisionsAfter: after.map((revision) => ({
        name: revision.metadata.name,
        image: templateOfRevision(revision)?.spec.containers[0]?.image,
        revision: revision.revision,
      })),
    };
  },
});
