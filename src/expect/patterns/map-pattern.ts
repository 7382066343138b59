/** The pattern of an object: every key named must match; keys not named are not asserted. */
import type { Position } from '../../core/index.ts';
import { nearestName } from '../../document/index.ts';
import { expectedSide, isRecord, joinPath, wordsOf } from './pattern.ts';
import type { Differences, Pattern } from './pattern.ts';

export interface KeyPattern {
  /** As it stands in the object; for a CEL key its text in parentheses. */
  key: string;
  pattern: Pattern;
  /** For a CEL key: the value to compare, from the object at hand. */
  compute?: (object: unknown) => { value: unknown } | { error: string };
}

const valueOf = (
  entry: KeyPattern,
  object: Record<string, unknown> | undefined,
): { value: unknown } | { error: string } =>
  entry.compute === undefined ? { value: object?.[entry.key] } : entry.compute(object ?? {});

const misspeltHint = (key: string, object: Record<string, unknown> | undefined): string | undefined => {
  if (object === undefined) return undefined;
  const nearest = nearestName(key, Object.keys(object));
  return nearest === undefined ? undefined : `there is no ${key}, but there is ${nearest}`;
};

class MapPattern implements Pattern {
  readonly words = 'an object';
  readonly position: Position;
  readonly #entries: readonly KeyPattern[];

  constructor(entries: readonly KeyPattern[], position: Position) {
    this.#entries = entries;
    this.position = position;
  }

  /** An absent object matches where every key matches absence: Kubernetes leaves empty objects out. */
  matches(actual: unknown): boolean {
    if (actual !== undefined && !isRecord(actual)) return false;
    if (this.#entries.length === 0) return actual !== undefined;
    for (const entry of this.#entries) {
      if (entry.compute === undefined) {
        if (!entry.pattern.matches(actual?.[entry.key])) return false;
        continue;
      }
      const result = entry.compute(actual ?? {});
      if ('error' in result || !entry.pattern.matches(result.value)) return false;
    }
    return true;
  }

  explain(actual: unknown, path: string, into: Differences): void {
    if ((actual !== undefined && !isRecord(actual)) || (actual === undefined && this.#entries.length === 0)) {
      into.leaves.push({ path, expected: this.words, actual: wordsOf(actual), position: this.position });
      return;
    }
    for (const entry of this.#entries)
      this.#explainEntry(entry, actual as Record<string, unknown> | undefined, path, into);
  }

  #explainEntry(
    entry: KeyPattern,
    object: Record<string, unknown> | undefined,
    path: string,
    into: Differences,
  ): void {
    const result = valueOf(entry, object);
    const entryPath =
      entry.compute === undefined
        ? joinPath(path, entry.key)
        : `${path === '' ? '' : `${path} `}${entry.key}`;
    if ('error' in result) {
      into.leaves.push({
        path: entryPath,
        expected: entry.pattern.words,
        actual: `no value: ${result.error}`,
        position: entry.pattern.position,
      });
      return;
    }
    if (entry.pattern.matches(result.value)) return;
    const before = into.leaves.length;
    entry.pattern.explain(result.value, entryPath, into);
    const hint =
      result.value === undefined && entry.compute === undefined ? misspeltHint(entry.key, object) : undefined;
    const first = into.leaves[before];
    if (hint !== undefined && first !== undefined && first.hint === undefined)
      into.leaves[before] = { ...first, hint };
  }

  cut(actual: unknown): unknown {
    if (!isRecord(actual)) return actual;
    return this.#collect((entry) => {
      const result = valueOf(entry, actual);
      return 'error' in result ? undefined : entry.pattern.cut(result.value);
    });
  }

  model(actual: unknown): unknown {
    const object = isRecord(actual) ? actual : undefined;
    return this.#collect((entry) => {
      const result = valueOf(entry, object);
      return 'error' in result ? entry.pattern.model(undefined) : expectedSide(entry.pattern, result.value);
    });
  }

  #collect(value: (entry: KeyPattern) => unknown): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const entry of this.#entries) {
      const collected = value(entry);
      if (collected !== undefined) result[entry.key] = collected;
    }
    return result;
  }
}

export const mapPattern = (entries: readonly KeyPattern[], position: Position): Pattern =>
  new MapPattern(entries, position);
