/** Describes a deployment, with its old and new replica sets. */
import { deepEqual, isAtLeast, labelMatcher } from '../../kube/index.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../kube/index.ts';
import { conditionLines } from './condition-lines.ts';
import { defineDescriber } from './describer.ts';
import { eventLines } from './events.ts';
import { createdLine, metadataLines, nameLines, orNone } from './metadata-lines.ts';
import { podTemplateLines } from './pod-template.ts';

const withoutHash = (template: PodTemplateSpec | undefined): unknown => {
  const labels = Object.entries(template?.metadata?.labels ?? {}).filter(
    ([key]) => key !== 'pod-template-hash',
  );
  return { ...template, metadata: { ...template?.metadata, labels: Object.fromEntries(labels) } };
};

const byCreation = (a: ReplicaSet, b: ReplicaSet): number => {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printReplicaSetsByLabels */
const setsText = (sets: readonly ReplicaSet[]): string =>
  orNone(
    sets
      .map(
        ({ metadata, spec, status }) =>
          `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas ?? 0} replicas created)`,
      )
      .join(', '),
  );

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeDeployment, kubectl/pkg/util/deployment/deployment.go GetAllReplicaSets */
export const deployment = defineDescriber<Deployment>({
  group: 'apps',
  kind: 'Deployment',
  needs: ({ metadata, spec }) => [
    {
      resource: 'replicasets.apps',
      namespace: metadata.namespace ?? 'default',
      labelSelector: labelMatcher(spec.selector).text,
    },
  ],
  describe(object, writer, view) {
    const { metadata, spec, status = {} } = object;
    const line = (text: string): void => writer.line(0, text);
    nameLines(writer, object);
    createdLine(writer, object);
    metadataLines(writer, object);
    const matcher = labelMatcher(spec.selector);
    line(`Selector:\t${matcher.text}`);
    line(
      `Replicas:\t${spec.replicas ?? 0} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
    );
    line(`StrategyType:\t${spec.strategy?.type ?? ''}`);
    line(`MinReadySeconds:\t${spec.minReadySeconds ?? 0}`);
    const rolling = spec.strategy?.rollingUpdate;
    if (rolling !== undefined) {
      line(
        `RollingUpdateStrategy:\t${rolling.maxUnavailable ?? 0} max unavailable, ${rolling.maxSurge ?? 0} max surge`,
      );
    }
    podTemplateLines(writer, spec.template, view);
    conditionLines(writer, status.conditions);
    const own = view
      .list<ReplicaSet>('replicasets.apps')
      .filter(
        (set) =>
          set.metadata.ownerReferences?.some(
            ({ controller, uid }) => controller === true && uid === metadata.uid,
          ) === true && matcher.matches(set.metadata.labels ?? {}),
      );
    const wanted = withoutHash(spec.template);
    const current = [...own]
      .sort(byCreation)
      .find((set) => deepEqual(withoutHash(set.spec.template), wanted));
    const old = own.filter((set) => set !== current);
    const shown = isAtLeast(view.version, 27) ? old : old.filter((set) => (set.spec.replicas ?? 0) !== 0);
    line(`OldReplicaSets:\t${setsText(shown)}`);
    line(`NewReplicaSet:\t${setsText(current === undefined ? [] : [current])}`);
    eventLines(writer, view);
  },
});
