/** Which objects a list or watch asks for: namespace, labels and fields, compiled once. */
import {
  badRequest,
  fieldSelectorFor,
  matchesFields,
  parseLabelSelector,
  ValueError,
  type Answer,
  type KubeObject,
  type KubernetesVersion,
} from '../../kube/index.ts';
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

export const compileSelection = (
  resource: Resource,
  filter: ListFilter,
  version: KubernetesVersion,
): Answer<Selection> => {
  const { labelSelector = '', fieldSelector = '' } = filter;
  const namespace = resource.definition.namespaced ? filter.namespace : '';
  const selection: Selection = { namespace, nodeName: undefined, name: undefined, matches: undefined };
  try {
    const labels = labelSelector === '' ? undefined : parseLabelSelector(labelSelector);
    const { kind } = resource.definition;
    const fields =
      fieldSelector === '' ? undefined : fieldSelectorFor(resource.apiVersion, kind, fieldSelector, version);
    const [only] = fields?.terms ?? [];
    let rest = fields;
    if (fields?.terms.length === 1 && only !== undefined && !only.isNegated && only.value !== '') {
      // The two that are asked the most have an index of their own.
      if (only.field === 'metadata.name') selection.name = only.value;
      else if (only.field === 'spec.nodeName' && resource.name === 'pods') selection.nodeName = only.value;
      if (selection.name !== undefined || selection.nodeName !== undefined) rest = undefined;
    }
    if (labels !== undefined || rest !== undefined) {
      selection.matches = (object) =>
        (labels === undefined || labels.matches(object.metadata.labels)) &&
        (rest === undefined || matchesFields(rest, object));
    }
  } catch (error) {
    if (error instanceof ValueError) {
      const unknown = /^"(.*)" is not a known field selector/.exec(error.message);
      const isCustom = resource.custom !== undefined && unknown !== null;
      const message = isCustom ? `field label not supported: ${unknown[1] ?? ''}` : error.message;
      return { ok: false, status: badRequest(message) };
    }
    throw error;
  }
  return { ok: true, value: selection };
};

export const isSelected = ({ namespace, nodeName, name, matches }: Selection, object: KubeObject): boolean =>
  (namespace === undefined || namespace === '' || object.metadata.namespace === namespace) &&
  (name === undefined || object.metadata.name === name) &&
  (nodeName === undefined || (object as { spec?: { nodeName?: string } }).spec?.nodeName === nodeName) &&
  (matches === undefined || matches(object));

/** The order in which etcd keeps objects, and so in which lists come: by namespace, then by name. */
export const byKey = (a: KubeObject, b: KubeObject): number => {
  const [left, right] = [
    `${a.metadata.namespace}/${a.metadata.name}`,
    `${b.metadata.namespace}/${b.metadata.name}`,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
};
