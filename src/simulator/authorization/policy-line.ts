/** A role or binding in short, as the table of policies has it. */
import type { LabelSelector, PolicyRule } from '../../kube/index.ts';
import { policyLines } from './policy-table.ts';

export interface PolicyLine {
  kind: string;
  namespace?: string;
  name: string;
  labels?: Record<string, string>;
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
  rules?: readonly PolicyRule[] | null;
  /** Kind and name. */
  roleRef?: readonly [string, string];
  /** Kind, name and, of a ServiceAccount, namespace. */
  subjects?: readonly (readonly [string, string, string?])[];
}

/** Those that the API server of this minor starts with; of a minor beyond the table, those of its nearest. */
export const policyOfMinor = (minor: number): PolicyLine[] => {
  const wanted = Math.min(36, Math.max(18, minor));
  const lines: PolicyLine[] = [];
  for (const line of policyLines().trim().split('\n')) {
    const first = Number(line.slice(0, 2));
    const last = Number(line.slice(3, 5));
    if (first <= wanted && wanted <= last) lines.push(JSON.parse(line.slice(6)) as PolicyLine);
  }
  return lines;
};
