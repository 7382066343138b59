/** The conditions of a workload: type, status, reason. */
import type { Condition } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';

export const conditionLines = (
  writer: DescribeWriter,
  conditions: readonly Condition[] | undefined,
): void => {
  if (conditions === undefined || conditions.length === 0) return;
  writer.line(0, 'Conditions:\n  Type\tStatus\tReason');
  writer.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) writer.line(1, `${type} \t${status}\t${reason}`);
};
