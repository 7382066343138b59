/** Reads YAML text into SourceNodes; whatever is wrong with it becomes a problem with its place. */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { Position } from '../core/index.ts';
import type { Problems } from './problems.ts';
import type { MapEntry, Scalar, SourceNode } from './source-node.ts';

/** Aliases may multiply a file to at most this many nodes' resolutions. */
const maxAliasCount = 100;
/** Files above this size are refused before they are parsed. */
export const maxFileBytes = 5 * 1024 * 1024;

export interface ReadYamlOptions {
  /** Which YAML: '1.1' reads manifests as kubectl does (yes, on, 0777). Default '1.2'. */
  version?: '1.1' | '1.2';
}

const codes: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'duplicate-key',
  NON_STRING_KEY: 'key-not-text',
};

class Reader {
  readonly #lines: LineCounter;
  readonly #file: string;
  readonly #text: string;
  readonly #problems: Problems;
  #document: Document.Parsed | undefined;
  #aliases = 0;
  #isBombReported = false;

  constructor(file: string, text: string, lines: LineCounter, problems: Problems) {
    this.#text = text;
    this.#file = file;
    this.#lines = lines;
    this.#problems = problems;
  }

  positionAt(start: number, end: number = start + 1): Position {
    const { lineStarts } = this.#lines;
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= start) low = middle;
      else high = middle - 1;
    }
    const lineStart = lineStarts[low] ?? 0;
    const position: Position = { file: this.#file, line: low + 1, column: start - lineStart + 1 };
    const isOneLine = end > start && end < (lineStarts[low + 1] ?? Infinity);
    if (isOneLine) position.endColumn = end - lineStart + 1;
    return position;
  }

  read(document: Document.Parsed): SourceNode {
    this.#document = document;
    return this.#node(document.contents, document.range[0], new Set());
  }

  #node(node: Node | null, offset: number, open: Set<Node>): SourceNode {
    if (node === null) return { kind: 'scalar', value: null, position: this.positionAt(offset) };
    if (isAlias(node)) return this.#alias(node, offset, open);
    const [start, end] = node.range ?? [offset, offset + 1];
    const position = this.positionAt(start, end);
    if (isScalar(node)) {
      const value = this.#scalar(node.value, position);
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
      if (typeof value === 'number' && node.source !== undefined) {
        return { kind: 'scalar', value, position, written: node.source };
      }
      return { kind: 'scalar', value, position, ...(isBlock ? { block: this.#blockStart(start) } : {}) };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#node(item as Node | null, start, open));
      return { kind: 'list', items, position };
    }
    if (isMap(node))
      return { kind: 'map', entries: this.#entries(node.items as Pair[], start, open), position };
    return { kind: 'scalar', value: null, position };
  }

  /** The first line below the "|" at `offset`, and where its text begins. */
  #blockStart(offset: number): { line: number; column: number } {
    const header = this.#lines.linePos(offset).line;
    const start = this.#lines.lineStarts[header] ?? this.#text.length;
    const blanks = /^[ ]*(?=\S)/m.exec(this.#text.slice(start, start + 2000))?.[0].length ?? 0;
    return { line: header + 1, column: blanks + 1 };
  }

  #scalar(value: unknown, position: Position): Scalar {
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'boolean'
    )
      return value;
    if (typeof value === 'bigint') return Number(value);
    this.#problems.add(
      'yaml-value',
      'this YAML value has no JSON form',
      position,
      'put it in quotes to make it a text',
    );
    return String(value);
  }

  #alias(node: Node, offset: number, open: Set<Node>): SourceNode {
    const position = this.positionAt(node.range?.[0] ?? offset, node.range?.[1]);
    const target = isAlias(node) && this.#document !== undefined ? node.resolve(this.#document) : undefined;
    const nothing: SourceNode = { kind: 'scalar', value: null, position };
    if (target === undefined || open.has(target)) {
      const why = target === undefined ? 'refers to no anchor' : 'contains itself';
      this.#problems.add('yaml-syntax', `the alias ${String(node)} ${why}`, position);
      return nothing;
    }
    if (++this.#aliases > maxAliasCount) {
      if (!this.#isBombReported) {
        const hint = 'write the values out, or split the file';
        this.#problems.add(
          'alias-bomb',
          `the file resolves more than ${maxAliasCount} aliases`,
          position,
          hint,
        );
      }
      this.#isBombReported = true;
      return nothing;
    }
    return this.#node(target, offset, new Set([...open, target]));
  }

  #entries(pairs: readonly Pair[], offset: number, open: Set<Node>): MapEntry[] {
    const entries: MapEntry[] = [];
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const keyNode = pair.key as Node | null;
      const [start, end] = keyNode?.range ?? [offset, offset + 1];
      const keyPosition = this.positionAt(start, end);
      if (!isScalar(keyNode)) {
        this.#problems.add('key-not-text', 'a key must be a text', keyPosition);
        continue;
      }
      const value = this.#node(pair.value as Node | null, end, open);
      if (keyNode.value === '<<' && value.kind !== 'scalar') {
        const merged = value.kind === 'list' ? value.items : [value];
        for (const source of merged)
          if (source.kind === 'map')
            entries.push(...source.entries.filter((entry) => !entries.some(({ key }) => key === entry.key)));
        continue;
      }
      entries.push({ key: String(keyNode.value), keyPosition, value });
    }
    return entries;
  }
}

/** Every document of the text as a SourceNode (an empty document is a null scalar). Problems go into `problems`. */
export const readYaml = (
  file: string,
  text: string,
  problems: Problems,
  options: ReadYamlOptions = {},
): readonly SourceNode[] => {
  const lines = new LineCounter();
  const reader = new Reader(file, text, lines, problems);
  if (text.length > maxFileBytes) {
    const size = `${(text.length / 1024 / 1024).toFixed(1)} MB`;
    const limit = `${maxFileBytes / 1024 / 1024} MB`;
    problems.add(
      'file-too-large',
      `the file has ${size}; at most ${limit} are read`,
      { file, line: 1, column: 1 },
      'split the file',
    );
    return [];
  }
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: options.version ?? '1.2',
    merge: false,
    uniqueKeys: true,
  });
  if (!Array.isArray(parsed)) return [];
  const roots: SourceNode[] = [];
  for (const document of parsed as Document.Parsed[]) {
    for (const error of document.errors) {
      const code = codes[error.code] ?? 'yaml-syntax';
      problems.add(
        code,
        error.message.replace(/\s+/g, ' ').replace(/^Map keys must be unique$/, 'this key stands twice'),
        reader.positionAt(error.pos[0], error.pos[1]),
      );
    }
    if (document.errors.some((error) => codes[error.code] === undefined)) continue;
    roots.push(reader.read(document));
  }
  return roots;
};
