/** "a=b,c=d" as labels. */
import { labelValueErrors } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';

/** @source k8s 1.20 kubectl/pkg/generate/generate.go ParseLabels */
export const labelsOf = (text: string): Record<string, string> => {
  if (text === '') throw new KubectlError('no label spec passed');
  const labels: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const [key = '', value, ...more] = pair.split('=');
    if (value === undefined || more.length > 0) throw new KubectlError(`unexpected label spec: ${pair}`);
    if (key === '') throw new KubectlError(`unexpected empty label key`);
    const errors = labelValueErrors(value);
    if (errors.length > 0)
      throw new KubectlError(`invalid label value: ${JSON.stringify(pair)}: ${errors.join(';')}`);
    labels[key] = value;
  }
  return labels;
};
