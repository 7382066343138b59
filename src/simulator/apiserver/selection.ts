/** Which objects a list or watch asks for: namespace, labels and fields, compiled once. */
import type { Answer, KubeObject } from '../../kube/index.ts';
import type { ListFilter } from './api-server.ts';
import type { Resource } from './resource-catalogue.ts';

type Match = (object: KubeObject) => boolean;

export interface Selection {
  namespace: string | undefined;
  /** The selection holds only pods of this node. */
  nodeName: string | undefined;
  /** The selection holds only the object of this name. */
  name: string | undefined;
  /** Absent: every object of the namespace. */
  matches: Match | undefined;
}

/** A stand-in for the selector parser: equality, inequality and existence. */
const compileTerms = (text: string, read: (object: KubeObject, key: string) => string | undefined): Match => {
  const terms = text.split(',').map((term): Match => {
    const match = /^\s*(!?)([^!=\s]+)\s*(?:(!=|==?)\s*(.*?))?\s*$/.exec(term);
    const [, not = '', key = '', operator, value = ''] = match ?? [];
    if (operator === undefined) return (object) => (read(object, key) !== undefined) === (not === '');
    return (object) => (read(object, key) === value) === (operator !== '!=');
  });
  return (object) => terms.every((term) => term(object));
};

const fieldsOf = (resource: Resource, object: KubeObject): Record<string, string> => ({
  'metadata.name': object.metadata.name,
  'metadata.namespace': object.metadata.namespace ?? '',
  ...resource.definition.fields?.(object),
});

export const compileSelection = (resource: Resource, filter: ListFilter): Answer<Selection> => {
  const { labelSelector = '', fieldSelector = '' } = filter;
  const namespace = resource.definition.namespaced ? filter.namespace : '';
  const selection: Selection = { namespace, nodeName: undefined, name: undefined, matches: undefined };
  const checks: Match[] = [];
  if (labelSelector !== '') checks.push(compileTerms(labelSelector, (object, key) => object.metadata.labels?.[key]));
  if (fieldSelector !== '') {
    const single = /^(spec\.nodeName|metadata\.name)==?([^,=!]+)$/.exec(fieldSelector);
    if (single?.[1] === 'metadata.name') selection.name = single[2];
    else if (single !== null && resource.name === 'pods') selection.nodeName = single[2];
    else checks.push(compileTerms(fieldSelector, (object, key) => fieldsOf(resource, object)[key]));
  }
  if (checks.length > 0) selection.matches = (object) => checks.every((check) => check(object));
  return { ok: true, value: selection };
};

export const isSelected = ({ namespace, nodeName, name, matches }: Selection, object: KubeObject): boolean =>
  (namespace === undefined || namespace === '' || object.metadata.namespace === namespace) &&
  (name === undefined || object.metadata.name === name) &&
  (nodeName === undefined || (object as { spec?: { nodeName?: string } }).spec?.nodeName === nodeName) &&
  (matches === undefined || matches(object));
