/** Compiles the members of a list that is matched in any order: each with the merge key that names it. */
import type { Position } from '../../core/index.ts';
import { entryOf } from '../../document/index.ts';
import type { SourceNode } from '../../document/index.ts';
import { membersPattern, mergeKeys } from './list-pattern.ts';
import type { MemberPattern } from './list-pattern.ts';
import type { Pattern } from './pattern.ts';

/** The value of a plain scalar under a key; undefined for matchers, captures and what is absent. */
const plainKey = (item: SourceNode, key: string): string | number | undefined => {
  const value = entryOf(item, key)?.value;
  if (value?.kind !== 'scalar' || typeof value.value === 'boolean' || value.value === null) return undefined;
  return typeof value.value === 'string' && value.value.includes('$(') ? undefined : value.value;
};

/** The first merge key that every member gives a plain value of. */
const commonKey = (items: readonly SourceNode[]): string | undefined =>
  mergeKeys.find((key) => items.every((item) => plainKey(item, key) !== undefined));

export const compileMembers = (
  items: readonly SourceNode[],
  position: Position,
  isWhole: boolean,
  compile: (item: SourceNode) => Pattern,
): Pattern => {
  const name = commonKey(items);
  const members = items.map((item): MemberPattern => {
    const value = name === undefined ? undefined : plainKey(item, name);
    return {
      pattern: compile(item),
      ...(name === undefined || value === undefined ? {} : { key: { name, value } }),
    };
  });
  return membersPattern(members, position, isWhole);
};
