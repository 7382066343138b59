/** Field selectors of events.k8s.io, whose fields have other names than those that are stored. @source k8s 1.20 pkg/apis/events/v1/conversion.go AddFieldLabelConversionsForEvent */
import { badRequest, type Answer } from '../../kube/index.ts';

const storedNames: Readonly<Record<string, string>> = {
  'metadata.name': 'metadata.name',
  'metadata.namespace': 'metadata.namespace',
  'regarding.kind': 'involvedObject.kind',
  'regarding.namespace': 'involvedObject.namespace',
  'regarding.name': 'involvedObject.name',
  'regarding.uid': 'involvedObject.uid',
  'regarding.apiVersion': 'involvedObject.apiVersion',
  'regarding.resourceVersion': 'involvedObject.resourceVersion',
  'regarding.fieldPath': 'involvedObject.fieldPath',
  reason: 'reason',
  reportingController: 'reportingComponent',
  type: 'type',
};

/** The selector by the names of v1; what is no selector at all stays, to be refused as such. */
export const storedEventSelector = (selector: string): Answer<string> => {
  const terms: string[] = [];
  for (const term of selector.split(',')) {
    const [, field, rest] = /^([^!=]*)(!?=.*)$/.exec(term) ?? [];
    if (field === undefined) {
      terms.push(term);
      continue;
    }
    const stored = storedNames[field];
    if (stored === undefined) return { ok: false, status: badRequest(`field label not supported: ${field}`) };
    terms.push(`${stored}${rest ?? ''}`);
  }
  return { ok: true, value: terms.join() };
};
