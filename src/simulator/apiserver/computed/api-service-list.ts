/** The APIServices that no user has made, as what is served changes. */
import { isAtLeast, type KubeObject } from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';
import { localApiServices } from './api-services.ts';

/** Groups of reviews, which are asked and not stored. */
const reviewGroups = ['authentication.k8s.io', 'authorization.k8s.io'];

export const apiServiceList = ({ catalogue, host }: ServerCore): readonly KubeObject[] => {
  const served: [string, string][] = reviewGroups.flatMap((group): [string, string][] =>
    (isAtLeast(host.version, 22) ? ['v1'] : ['v1', 'v1beta1']).map((version) => [group, version]),
  );
  for (const { definition, versions } of catalogue.all) {
    if (definition.isAggregated === true) continue;
    for (const { group, version } of versions) served.push([group ?? definition.group, version]);
  }
  return localApiServices(served, host.lab.startTime);
};
