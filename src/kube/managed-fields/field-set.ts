/** FieldSet: a set of paths, as managedFields keeps it. A path may be a member and have members below it, or either. */
import { compareElements, type PathElement } from './path-element.ts';

export type FieldPath = readonly PathElement[];

interface Node {
  isMember: boolean;
  below: FieldSet | undefined;
}

/** Built with `insert`; all other operations answer new sets that may share parts with the old ones, which are not changed from then on. */
export class FieldSet {
  readonly #nodes = new Map<PathElement, Node>();

  static of(...paths: readonly FieldPath[]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  /** Adds a path. The empty path is no member of any set. */
  insert(path: FieldPath, from = 0): void {
    const element = path[from];
    if (element === undefined) return;
    let node = this.#nodes.get(element);
    if (node === undefined) this.#nodes.set(element, (node = { isMember: false, below: undefined }));
    if (from === path.length - 1) node.isMember = true;
    else (node.below ??= new FieldSet()).insert(path, from + 1);
  }

  /** Puts a step with what is below it. */
  put(element: PathElement, isMember: boolean, below: FieldSet | undefined): void {
    const kept = below === undefined || below.isEmpty ? undefined : below;
    if (isMember || kept !== undefined) this.#nodes.set(element, { isMember, below: kept });
  }

  get isEmpty(): boolean {
    for (const { isMember, below } of this.#nodes.values())
      if (isMember || below?.isEmpty === false) return false;
    return true;
  }

  /** Whether the one step is a member. */
  hasMember(element: PathElement): boolean {
    return this.#nodes.get(element)?.isMember === true;
  }

  has(path: FieldPath): boolean {
    const [last, ...rest] = [...path].reverse();
    if (last === undefined) return false;
    const parent = rest.reverse().reduce<FieldSet | undefined>((set, element) => set?.below(element), this);
    return parent?.hasMember(last) === true;
  }

  /** What is below a step; undefined when nothing is. */
  below(element: PathElement): FieldSet | undefined {
    return this.#nodes.get(element)?.below;
  }

  /** Every step with its membership and what is below it, in no order. */
  *steps(): Iterable<readonly [element: PathElement, isMember: boolean, below: FieldSet | undefined]> {
    for (const [element, { isMember, below }] of this.#nodes) yield [element, isMember, below];
  }

  /** Steps in the order of FieldsV1. */
  sortedSteps(): readonly (readonly [PathElement, boolean, FieldSet | undefined])[] {
    return [...this.steps()].sort(([a], [b]) => compareElements(a, b));
  }

  /** Every member, parents' members before their children's. */
  *paths(prefix: FieldPath = []): Iterable<FieldPath> {
    const steps = this.sortedSteps();
    for (const [element, isMember] of steps) if (isMember) yield [...prefix, element];
    for (const [element, , below] of steps) if (below !== undefined) yield* below.paths([...prefix, element]);
  }

  union(other: FieldSet): FieldSet {
    if (other.#nodes.size === 0) return this;
    if (this.#nodes.size === 0) return other;
    const result = new FieldSet();
    for (const [element, isMember, below] of this.steps()) {
      const there = other.#nodes.get(element);
      const both =
        below === undefined || there?.below === undefined
          ? (below ?? there?.below)
          : below.union(there.below);
      result.put(element, isMember || there?.isMember === true, both);
    }
    for (const [element, isMember, below] of other.steps())
      if (!this.#nodes.has(element)) result.put(element, isMember, below);
    return result;
  }

  intersection(other: FieldSet): FieldSet {
    if (other.#nodes.size === 0) return other;
    const result = new FieldSet();
    for (const [element, isMember, below] of this.steps()) {
      const there = other.#nodes.get(element);
      if (there === undefined) continue;
      const both =
        below === undefined || there.below === undefined ? undefined : below.intersection(there.below);
      result.put(element, isMember && there.isMember, both);
    }
    return result;
  }

  /** The members that are not in `other`; what is below a member of `other` stays. */
  difference(other: FieldSet): FieldSet {
    if (other.#nodes.size === 0) return this;
    const result = new FieldSet();
    for (const [element, isMember, below] of this.steps()) {
      const there = other.#nodes.get(element);
      const rest = there?.below === undefined ? below : below?.difference(there.below);
      result.put(element, isMember && there?.isMember !== true, rest);
    }
    return result;
  }

  /** As difference, and without what is below a member of `other`. */
  recursiveDifference(other: FieldSet): FieldSet {
    const result = new FieldSet();
    for (const [element, isMember, below] of this.steps()) {
      const there = other.#nodes.get(element);
      if (there?.isMember === true) continue;
      result.put(
        element,
        isMember,
        there?.below === undefined ? below : below?.recursiveDifference(there.below),
      );
    }
    return result;
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }
}
