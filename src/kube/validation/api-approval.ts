/** Whether an API in one of the community's groups is approved. @source k8s 1.20 apiextensions-apiserver/pkg/apihelpers/helpers.go */
import { goQuote } from '../go-format.ts';

export const approvalAnnotation = 'api-approved.kubernetes.io';

export const isProtectedGroup = (group: string): boolean =>
  group === 'k8s.io' ||
  group.endsWith('.k8s.io') ||
  group === 'kubernetes.io' ||
  group.endsWith('.kubernetes.io');

export interface ApiApproval {
  state: 'invalid' | 'missing' | 'approved' | 'bypassed';
  reason: string;
}

const enhancement = 'see https://github.com/kubernetes/enhancements/pull/1111';

export const apiApprovalOf = (annotations: Readonly<Record<string, string>> | undefined): ApiApproval => {
  const text = annotations?.[approvalAnnotation] ?? '';
  const must = `protected groups must have approval annotation ${goQuote(approvalAnnotation)}`;
  if (text === '') return { state: 'missing', reason: `${must}, ${enhancement}` };
  if (text.startsWith('unapproved')) return { state: 'bypassed', reason: `not approved: ${goQuote(text)}` };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+/i.test(text))
    return { state: 'approved', reason: `approved in ${text}` };
  return {
    state: 'invalid',
    reason: `${must} with either a URL or a reason starting with "unapproved", ${enhancement}`,
  };
};
