/** Whether a LabelSelector object selects a set of labels. A stand-in until src/kube has selectors. */
import type { LabelSelector } from '../../kube/index.ts';

export const selectsLabels = (selector: LabelSelector | undefined, labels: Record<string, string>): boolean =>
  selector !== undefined &&
  Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) &&
  (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    if (operator === 'In') return value !== undefined && values.includes(value);
    return value === undefined || !values.includes(value);
  });
