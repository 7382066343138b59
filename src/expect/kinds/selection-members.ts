/** The members of a selection: the objects of a resource that its selectors and namespace let through. */
import type { Position } from '../../core/index.ts';
import { entryOf } from '../../document/index.ts';
import type { SourceNode } from '../../document/index.ts';
import {
  fieldSelectorFor,
  matchesFields,
  parseFieldSelector,
  parseLabelSelector,
  ValueError,
} from '../../kube/index.ts';
import type { FieldMatcher, KubeObject, LabelMatcher } from '../../kube/index.ts';
import { fillText } from '../captures.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { CompileScope } from '../define-expectation.ts';
import { findKnownResource } from '../resources/known-resources.ts';
import type { SelectionExpectation } from './selection.ts';

export interface Members {
  /** "pods (app=nginx, spec.nodeName=w3-k8s)". */
  subject: string;
  of(view: ClusterView): readonly KubeObject[];
}

const positionOf = (source: SourceNode, subject: string, key: string, fallback: Position): Position =>
  entryOf(entryOf(source, subject)?.value, key)?.value.position ?? fallback;

/** Parses with captures filled in; while files are only checked, texts with captures are not parsed. */
const parse = <T>(
  text: string | undefined,
  position: Position,
  scope: CompileScope,
  code: string,
  read: (text: string) => T,
): T | undefined => {
  if (text === undefined || (scope.captures === undefined && text.includes('$('))) return undefined;
  try {
    return read(scope.captures === undefined ? text : fillText(text, scope.captures, position));
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    scope.problems.add(code, error.message, position);
    return undefined;
  }
};

export const compileMembersOf = (expectation: SelectionExpectation, scope: CompileScope): Members => {
  const { reference, select, source, position } = expectation;
  const place = (key: string): Position => positionOf(source, expectation.subject, key, position);
  const known = findKnownResource(reference.resource);
  const labels: LabelMatcher | undefined = parse(
    select.selector,
    place('selector'),
    scope,
    'bad-selector',
    parseLabelSelector,
  );
  const readFields = (text: string): FieldMatcher =>
    known === undefined
      ? parseFieldSelector(text)
      : fieldSelectorFor(known.group === '' ? 'v1' : `${known.group}/v1`, known.kind, text);
  const fields: FieldMatcher | undefined = parse(
    select.fieldSelector,
    place('fieldSelector'),
    scope,
    'bad-field-selector',
    readFields,
  );
  const namespace = select.namespace ?? scope.namespace;
  const terms = [
    labels?.text,
    fields?.text,
    select.namespace === undefined ? undefined : `namespace ${namespace}`,
  ].filter((term) => term !== undefined);
  const isMember = (object: KubeObject, isNamespaced: boolean): boolean =>
    (!isNamespaced || namespace === '*' || object.metadata.namespace === namespace) &&
    (labels === undefined || labels.matches(object.metadata.labels)) &&
    (fields === undefined || matchesFields(fields, object));
  return {
    subject: terms.length === 0 ? reference.resource : `${reference.resource} (${terms.join(', ')})`,
    of(view) {
      const resource = view.resolve(reference.resource);
      if (resource === undefined) return [];
      return view.list(resource.id).filter((object) => isMember(object, resource.namespaced));
    },
  };
};
