/** The disruption controller: keeps the status of disruption budgets, by which evictions are allowed. */
import { deepEqual, isAtLeast, labelMatcher } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod, PodDisruptionBudget } from '../../../kube/index.ts';
import { defineController, type Action, type Reconciliation, type View } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { budgetStatus, disruptedPodsOf, expectedPodsOf } from './budget-status.ts';
import { budgetConditions } from './sufficient-condition.ts';

const resource = 'poddisruptionbudgets.policy';

/** An empty selector selected nothing until 1.20, and selects everything since. */
const selects = ({ spec }: PodDisruptionBudget, pod: Pod, version: KubernetesVersion): boolean => {
  const matcher = labelMatcher(spec.selector);
  return !(matcher.isEmpty && !isAtLeast(version, 21)) && matcher.matches(pod.metadata.labels);
};

const podsOf = (budget: PodDisruptionBudget, view: View, version: KubernetesVersion): readonly Pod[] =>
  view.list('pods', budget.metadata.namespace).filter((pod) => selects(budget, pod, version));

const budgetsOf = (pod: Pod, view: View, version: KubernetesVersion): string[] =>
  view
    .list(resource, pod.metadata.namespace)
    .filter((budget) => selects(budget, pod, version))
    .map(keyOf);

const tell = (
  about: Pod | PodDisruptionBudget,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): Action => ({
  do: 'event',
  about,
  type,
  reason,
  message,
});

const writeStatus = (
  budget: PodDisruptionBudget,
  status: NonNullable<PodDisruptionBudget['status']>,
): Action[] => {
  const { disruptedPods, ...rest } = budget.status ?? {};
  const before =
    disruptedPods === undefined || Object.keys(disruptedPods).length === 0
      ? rest
      : { ...rest, disruptedPods };
  if (deepEqual(before, status)) return [];
  return [
    { do: 'update', resource, object: { ...budget, status } as PodDisruptionBudget, subresource: 'status' },
  ];
};

/** @source k8s 1.20 pkg/controller/disruption/disruption.go */
export const disruptionController = defineController({
  name: 'controllermanager',
  summary: 'Keeps the status of disruption budgets, by which evictions are allowed.',
  create({ version }) {
    const withConditions = isAtLeast(version, 21);

    const failSafe = (budget: PodDisruptionBudget, error: string, now: string): Reconciliation => {
      const old = budget.status ?? {
        disruptionsAllowed: 0,
        currentHealthy: 0,
        desiredHealthy: 0,
        expectedPods: 0,
      };
      const conditions = withConditions ? { conditions: budgetConditions(budget, 0, now, error) } : {};
      const message = `Failed to calculate the number of expected pods: ${error}`;
      return {
        actions: [
          tell(budget, 'Warning', 'CalculateExpectedPodCountFailed', message),
          ...writeStatus(budget, { ...old, disruptionsAllowed: 0, ...conditions }),
        ],
        error,
      };
    };

    return {
      watches: [
        { resource, keys: ({ object, isDeleted }) => (isDeleted ? [] : [keyOf(object)]) },
        {
          resource: 'pods',
          keys: ({ object, old }, view) => [
            ...new Set([
              ...budgetsOf(object as Pod, view, version),
              ...(old === undefined || old.metadata.labels === object.metadata.labels
                ? []
                : budgetsOf(old as Pod, view, version)),
            ]),
          ],
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const budget = view.get(resource, namespace, name);
        if (budget === undefined) return { actions: [] };
        const pods = podsOf(budget, view, version);
        const noPods = pods.length === 0 ? [tell(budget, 'Normal', 'NoPods', 'No matching pods found')] : [];
        const expected = expectedPodsOf(budget, pods, view);
        if (!expected.ok) return failSafe(budget, expected.error, now.time);
        const disrupted = disruptedPodsOf(budget, pods, now.ms);
        const overdue = disrupted.overdue.map((pod) =>
          tell(
            pod,
            'Warning',
            'NotDeleted',
            `Pod was expected by PDB ${namespace}/${name} to be deleted but it wasn't`,
          ),
        );
        const status = budgetStatus(budget, pods, expected.value, disrupted);
        if (withConditions) status.conditions = budgetConditions(budget, status.disruptionsAllowed, now.time);
        const actions = [...noPods, ...overdue, ...writeStatus(budget, status)];
        return disrupted.recheckMs === undefined
          ? { actions }
          : { actions, requeueAfterMs: disrupted.recheckMs - now.ms + 1 };
      },
    };
  },
});
