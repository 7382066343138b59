/** What an applier applied last time and does not apply now goes, unless somebody else manages it. @source structured-merge-diff v4.0.2 merge/update.go prune */
import type { Atom } from './atom.ts';
import { FieldSet } from './field-set.ts';
import type { Manager, Managers } from './managers.ts';
import { withNamedFields } from './named-fields.ts';
import { removeItems } from './remove-items.ts';
import { toFieldSet } from './to-field-set.ts';
import type { MergeContext, Versioned } from './updater.ts';

/** `managers` holds the applier's new fields under `id`; `last` is what it held. Answers the object in the version it came in. */
export const prune = (
  context: MergeContext,
  merged: Versioned,
  managers: Managers,
  id: string,
  last: Manager | undefined,
): unknown => {
  if (last === undefined || last.fields.isEmpty) return merged.object;
  const version = last.apiVersion;
  const atom = context.atomOf(version);
  const whole = context.convert(merged, version);
  if (atom === undefined || whole === undefined) return merged.object;
  const { setOf, named, remove } = toolsFor(context.minor);
  let pruned = remove(whole, named(last.fields, atom), atom);
  pruned = addBackOwned(context, { object: whole, apiVersion: version }, pruned, managers);
  const gone = named(setOf(whole, atom), atom).difference(named(setOf(pruned, atom), atom));
  const left = remove(whole, gone.intersection(named(last.fields, atom)), atom);
  return (
    context.convert({ object: left, apiVersion: version }, managers.get(id)!.apiVersion) ?? merged.object
  );
};

/** The steps, as the minor's structured-merge-diff takes them. */
const toolsFor = (minor: number) => ({
  setOf: (value: unknown, atom: Atom): FieldSet => toFieldSet(value, atom, { countsEmpty: minor >= 21 }),
  named: (set: FieldSet, atom: Atom): FieldSet => (minor >= 21 ? withNamedFields(set, atom) : set),
  remove: (value: unknown, gone: FieldSet, atom: Atom): unknown =>
    removeItems(value, gone, atom, { keepsEmptied: minor >= 36 }),
});

/** With what is managed in any version. */
const addBackOwned = (
  context: MergeContext,
  whole: Versioned,
  pruned: unknown,
  managers: Managers,
): unknown => {
  const { setOf, named, remove } = toolsFor(context.minor);
  const managed = new Map<string, FieldSet>([[whole.apiVersion, new FieldSet()]]);
  for (const { apiVersion, fields } of managers.values())
    managed.set(apiVersion, (managed.get(apiVersion) ?? new FieldSet()).union(fields));
  let current: Versioned = { object: pruned, apiVersion: whole.apiVersion };
  for (const [version, fields] of managed) {
    const atom = context.atomOf(version);
    const merged = context.convert(whole, version);
    const rest = context.convert(current, version);
    if (atom === undefined || merged === undefined || rest === undefined) continue;
    const kept = named(setOf(rest, atom), atom).union(named(fields, atom));
    const object = remove(merged, named(setOf(merged, atom), atom).difference(kept), atom);
    current = { object, apiVersion: version };
  }
  return context.convert(current, whole.apiVersion) ?? current.object;
};
