/** The evaluators of resources. What has none of its own is counted. */
import type { ResourceName } from '../apiserver/index.ts';
import { claimEvaluator } from './claim-evaluator.ts';
import { countEvaluator, type Evaluator } from './evaluator.ts';
import { podEvaluator } from './pod-evaluator.ts';
import { serviceEvaluator } from './service-evaluator.ts';

/** @source k8s 1.20 pkg/quota/v1/evaluator/core/registry.go legacyObjectCountAliases */
const aliased = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'];

const evaluators = new Map<ResourceName, Evaluator>([
  ['pods', podEvaluator],
  ['services', serviceEvaluator],
  ['persistentvolumeclaims', claimEvaluator],
  ...aliased.map((name): [string, Evaluator] => [name, countEvaluator([`count/${name}`, name])]),
]);

/** Never counted. @source k8s 1.20 pkg/quota/v1/install/registry.go DefaultIgnoredResources */
const ignored: ReadonlySet<ResourceName> = new Set(['events', 'events.events.k8s.io']);

export const evaluatorOf = (resource: ResourceName): Evaluator | undefined => {
  if (ignored.has(resource)) return undefined;
  let evaluator = evaluators.get(resource);
  if (evaluator === undefined) evaluators.set(resource, (evaluator = countEvaluator([`count/${resource}`])));
  return evaluator;
};

/** The resources that a quota's names are about. */
export const resourcesOfNames = (names: readonly string[]): ResourceName[] => {
  const found = new Set<ResourceName>();
  for (const name of names) {
    const own = [...evaluators].find(([, evaluator]) => evaluator.matches(name))?.[0];
    if (own !== undefined) found.add(own);
    else if (name.startsWith('count/')) found.add(name.slice('count/'.length));
  }
  return [...found];
};
