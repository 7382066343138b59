/** "a=b,c=d" as labels. */
import { ValueError, labelValueErrors, parseLabelSelector } from '../../kube/index.ts';
import type { LabelSelector } from '../../kube/index.ts';
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

const operators: Readonly<Record<string, 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'>> = {
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
};

/** A selector's text as an object. @source k8s 1.20 apimachinery/pkg/apis/meta/v1/helpers.go ParseToLabelSelector */
export const labelSelectorOf = (text: string): LabelSelector => {
  try {
    const matchLabels: Record<string, string> = {};
    const matchExpressions: NonNullable<LabelSelector['matchExpressions']> = [];
    for (const { key, operator, values } of parseLabelSelector(text).requirements) {
      const word = operator as string;
      const list = [...values].sort();
      if (word === '=' || word === '==') matchLabels[key] = list[0] ?? '';
      else {
        const known = operators[word.toLowerCase()];
        if (known === undefined)
          throw new KubectlError(`${JSON.stringify(word)} is not a valid label selector operator`);
        matchExpressions.push({ key, operator: known, ...(list.length > 0 ? { values: list } : {}) });
      }
    }
    return {
      ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
      ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
    };
  } catch (caught) {
    if (!(caught instanceof ValueError)) throw caught;
    throw new KubectlError(`couldn't parse the selector string ${JSON.stringify(text)}: ${caught.message}`);
  }
};
