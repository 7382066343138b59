/** Which pods a drain removes. */
import { parseKubernetesVersion, parseLabelSelector } from '../../../src/kube/index.ts';
import { drainErrors, drainWarnings, judgePod } from '../../../src/kubectl/drain/index.ts';
import { defineTopic } from '../topic.ts';

const version = parseKubernetesVersion('1.20.2')!;

export const drainFilters = defineTopic({
  name: 'drain_filters',
  run({ pods, daemonSets, force, ignoreDaemonSets, deleteEmptyDirData, podSelector }) {
    const selector = parseLabelSelector(podSelector);
    const options = {
      force,
      ignoresDaemonSets: ignoreDaemonSets,
      deletesEmptyDirData: deleteEmptyDirData,
      skipDeletedSeconds: 0,
    };
    const selected = pods.filter((pod: any) => selector.matches(pod.metadata.labels ?? {}));
    const verdicts = selected.map((pod: any) => {
      const owner = (pod.metadata.ownerReferences ?? []).find((one: any) => one.kind === 'DaemonSet');
      const isThere = owner === undefined || daemonSets.includes(`${pod.metadata.namespace}/${owner.name}`);
      const missing = { message: `daemonsets.apps "${owner?.name}" not found`, isMissing: true };
      return judgePod(pod, options, isThere ? undefined : missing, version, 0);
    });
    const errors = drainErrors(verdicts).sort();
    if (errors.length > 0) return { errors };
    const doomed = verdicts.filter((verdict: any) => verdict.isDeleted);
    return {
      delete: doomed.map((verdict: any) => verdict.pod.metadata.name),
      warnings: drainWarnings(verdicts).sort(),
    };
  },
});
