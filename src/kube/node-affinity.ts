/** Node selectors and node affinity: whether a pod's wishes about nodes hold for one node. */
import type { Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from './objects/index.ts';

/** What of a node can be selected on: its labels, and its name as the field metadata.name. */
export interface SelectableNode {
  name: string;
  labels: Readonly<Record<string, string>>;
}

const labelKeyPattern =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const labelValuePattern = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** strconv.ParseInt(text, 10, 64); undefined for an error. */
const parseInt64 = (text: string): bigint | undefined => {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
};

/** What labels.NewRequirement refuses; a term with such a requirement matches nothing. */
const isValidRequirement = ({ key, operator, values = [] }: NodeSelectorRequirement): boolean => {
  if (
    !labelKeyPattern.test(key) ||
    !values.every((value) => value.length <= 63 && labelValuePattern.test(value))
  ) {
    return false;
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0;
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0;
    case 'Gt':
    case 'Lt':
      return values.length === 1 && parseInt64(values[0]!) !== undefined;
    default:
      return false;
  }
};

const isMoreThan = (left: string | undefined, right: string | undefined): boolean => {
  const [leftNumber, rightNumber] = [parseInt64(left ?? ''), parseInt64(right ?? '')];
  return leftNumber !== undefined && rightNumber !== undefined && leftNumber > rightNumber;
};

const labelMatches = (
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: SelectableNode['labels'],
): boolean => {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return isMoreThan(value, values[0]);
    default:
      return isMoreThan(values[0], value);
  }
};

const fieldMatches = (
  { key, operator, values = [] }: NodeSelectorRequirement,
  node: SelectableNode,
): boolean => {
  if (values.length !== 1) return false;
  const isEqual = (key === 'metadata.name' ? node.name : '') === values[0];
  return operator === 'In' ? isEqual : operator === 'NotIn' ? !isEqual : false;
};

const validity = new WeakMap<NodeSelectorTerm, boolean>();

const isValidTerm = (term: NodeSelectorTerm): boolean => {
  let isValid = validity.get(term);
  if (isValid === undefined)
    validity.set(term, (isValid = (term.matchExpressions ?? []).every(isValidRequirement)));
  return isValid;
};

/** True when all expressions and fields of the term hold. An empty or invalid term matches no node. */
export const matchesNodeSelectorTerm = (term: NodeSelectorTerm, node: SelectableNode): boolean => {
  const { matchExpressions, matchFields } = term;
  if (!matchExpressions?.length && !matchFields?.length) return false;
  return (
    isValidTerm(term) &&
    (matchExpressions ?? []).every((requirement) => labelMatches(requirement, node.labels)) &&
    (matchFields ?? []).every((requirement) => fieldMatches(requirement, node))
  );
};

/**
 * True when one of the terms matches; a selector without terms matches no node.
 * @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go MatchNodeSelectorTerms
 */
export const matchesNodeSelector = (selector: NodeSelector, node: SelectableNode): boolean =>
  (selector.nodeSelectorTerms ?? []).some((term) => matchesNodeSelectorTerm(term, node));

/**
 * True when the node has every label of spec.nodeSelector and satisfies the required node affinity.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/helper/node_affinity.go PodMatchesNodeSelectorAndAffinityTerms
 */
export const matchesNodeAffinity = (
  pod: { nodeSelector?: Record<string, string> | undefined; affinity?: Affinity | undefined },
  node: SelectableNode,
): boolean => {
  for (const key in pod.nodeSelector) {
    if (!Object.hasOwn(node.labels, key) || node.labels[key] !== pod.nodeSelector[key]) return false;
  }
  const required = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required === null || matchesNodeSelector(required, node);
};
