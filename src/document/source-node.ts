/** SourceNode: a value read from a YAML file in which every part knows its place. */
import type { Position } from '../core/index.ts';

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  kind: 'scalar';
  value: Scalar;
  position: Position;
  /** A number as it is written: "3.10", which as a number is 3.1. */
  written?: string;
  /** Where the text of a block scalar ("|") begins: its first line, behind the indentation. */
  block?: { line: number; column: number };
}

export interface MapEntry {
  key: string;
  keyPosition: Position;
  value: SourceNode;
}

export interface MapNode {
  kind: 'map';
  entries: readonly MapEntry[];
  position: Position;
}

export interface ListNode {
  kind: 'list';
  items: readonly SourceNode[];
  position: Position;
}

export type SourceNode = ScalarNode | MapNode | ListNode;

/** The entry of a mapping with this key; undefined when there is none or the node is no mapping. */
export const entryOf = (node: SourceNode | undefined, key: string): MapEntry | undefined =>
  node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;

/** The value as plain JSON data, without positions. */
export const toPlain = (node: SourceNode): unknown => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
};

/** Plain JSON data as a SourceNode whose every part stands at `position`: for expectations made by programs. */
export const fromPlain = (value: unknown, position: Position): SourceNode => {
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item) => fromPlain(item, position)), position };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => ({
      key,
      keyPosition: position,
      value: fromPlain(member, position),
    }));
    return { kind: 'map', entries, position };
  }
  return { kind: 'scalar', value: (value ?? null) as Scalar, position };
};

/** What a node is, in words for messages: "a mapping", "the text \"x\"". */
export const describeNode = (node: SourceNode): string => {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return `the text ${JSON.stringify(node.value)}`;
  return `the ${typeof node.value} ${String(node.value)}`;
};

/** Calls `visit` for every scalar in the tree, in the order of the file. */
export const visitScalars = (node: SourceNode, visit: (scalar: ScalarNode) => void): void => {
  if (node.kind === 'scalar') visit(node);
  else if (node.kind === 'list') for (const item of node.items) visitScalars(item, visit);
  else
    for (const { key, keyPosition, value } of node.entries) {
      visit({ kind: 'scalar', value: key, position: keyPosition });
      visitScalars(value, visit);
    }
};
