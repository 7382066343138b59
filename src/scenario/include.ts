/** Expands `include` items of step lists into the steps of the files they name. */
import { dirname, relative, resolve, sep } from 'node:path';
import { addWrongType, entryOf } from '../document/index.ts';
import type { MapNode, Problems, SourceNode } from '../document/index.ts';
import { readEnvelope } from './envelope.ts';
import type { SourceFiles } from './source-files.ts';

/** The path of `target` as named in `file`. */
const pathFrom = (file: string, target: string): string => resolve(dirname(file), target);

const shown = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith(`..${sep}..`) ? path : short;
};

const includeOf = (item: SourceNode): { path: string; node: SourceNode } | undefined => {
  const entry = entryOf(item, 'include');
  return entry === undefined
    ? undefined
    : { path: entry.value.kind === 'scalar' ? String(entry.value.value) : '', node: entry.value };
};

export class Includer {
  readonly #files: SourceFiles;
  readonly #problems: Problems;

  constructor(files: SourceFiles, problems: Problems) {
    this.#files = files;
    this.#problems = problems;
  }

  /** The items of the list `node` of `file`, with every include replaced by the steps it names, in turn. */
  expand(node: SourceNode | undefined, file: string, open: readonly string[] = []): SourceNode[] {
    if (node === undefined) return [];
    if (node.kind !== 'list') {
      addWrongType(this.#problems, 'a list of steps', node, 'begin each step with "- "');
      return [];
    }
    if (node.items.length === 0) {
      this.#problems.add('empty-list', 'this list of steps is empty', node.position);
      return [];
    }
    const chain = open.length === 0 ? [resolve(file)] : open;
    const expanded: SourceNode[] = [];
    for (const item of node.items) {
      const include = includeOf(item);
      if (include === undefined) expanded.push(item);
      else expanded.push(...this.#include(item as MapNode, include, file, chain));
    }
    return expanded;
  }

  #include(
    item: MapNode,
    { path, node }: { path: string; node: SourceNode },
    file: string,
    chain: readonly string[],
  ): SourceNode[] {
    for (const other of item.entries.filter(({ key }) => key !== 'include')) {
      this.#problems.add('unknown-key', `"${other.key}" cannot stand beside include`, other.keyPosition);
    }
    if (path === '' || node.kind !== 'scalar' || typeof node.value !== 'string') {
      addWrongType(this.#problems, 'a file of shared steps', node);
      return [];
    }
    const target = pathFrom(file, path);
    if (chain.includes(target)) {
      const circle = [...chain.slice(chain.indexOf(target)), target].map(shown).join(' → ');
      this.#problems.add(
        'circular-include',
        `files include each other in a circle: ${circle}`,
        node.position,
      );
      return [];
    }
    const documents = this.#files.documents(shown(target), {
      what: 'included file',
      position: node.position,
    });
    if (documents === undefined) return [];
    if (documents.length !== 1) {
      this.#problems.add(
        'several-documents',
        `an included file has one document; ${shown(target)} has ${documents.length}`,
        node.position,
      );
      return [];
    }
    const root = readEnvelope(documents[0]!, ['Steps'], this.#problems);
    if (root === undefined) return [];
    const steps = entryOf(entryOf(root, 'spec')?.value, 'steps');
    if (steps === undefined) {
      this.#problems.add('missing-key', '"spec.steps" is missing', root.position);
      return [];
    }
    return this.expand(steps.value, shown(target), [...chain, target]);
  }
}
