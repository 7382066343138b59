/** Pod disruption budgets as rows. */
import type { PodDisruptionBudget } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPodDisruptionBudget */
export const podDisruptionBudget = definePrinter<PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  columns: [
    nameColumn,
    column('Min Available'),
    column('Max Unavailable'),
    column('Allowed Disruptions', 'integer'),
    column('Age'),
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    String(object.spec.minAvailable ?? 'N/A'),
    String(object.spec.maxUnavailable ?? 'N/A'),
    object.status?.disruptionsAllowed ?? 0,
    createdAge(object, nowMs),
  ],
});
