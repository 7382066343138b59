/** A live value with a partial one laid over it: what the partial one names wins. @source structured-merge-diff v4.0.2 typed/merge.go */
import { isJsonObject } from '../json-value.ts';
import { atomFor, deducedAtom, fieldAtom, type Atom, type ListRule, type MapRule } from './atom.ts';
import { itemsByElement } from './list-items.ts';
import type { PathElement } from './path-element.ts';

export interface MergeOptions {
  /** Items stand in the partial value's order where it has one. @since k8s 1.25 (structured-merge-diff 4.2.3) */
  keepsAppliedOrder: boolean;
}

/** Undefined is absent. Neither value is changed; the result shares with both. */
export const mergeValues = (live: unknown, applied: unknown, atom: Atom, options: MergeOptions): unknown => {
  const type = atomFor(atom, applied);
  const kept = applied === undefined ? live : applied;
  if (type.map !== undefined) return mergeMaps(live, applied, type.map, options) ?? kept;
  if (type.scalar !== undefined || type.list === undefined) return kept;
  return mergeLists(live, applied, type.list, options) ?? kept;
};

/** Undefined: to be taken as a whole. */
const mergeMaps = (live: unknown, applied: unknown, rule: MapRule, options: MergeOptions): unknown => {
  const before = isJsonObject(live) ? live : {};
  const after = isJsonObject(applied) ? applied : {};
  if (rule.isAtomic || (Object.keys(before).length === 0 && Object.keys(after).length === 0))
    return undefined;
  const merged: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const value = mergeValues(before[name], after[name], fieldAtom(rule, name)?.() ?? deducedAtom, options);
    if (value !== undefined) merged[name] = value;
  }
  return merged;
};

const mergeLists = (live: unknown, applied: unknown, rule: ListRule, options: MergeOptions): unknown => {
  const before: readonly unknown[] = Array.isArray(live) ? (live as unknown[]) : [];
  const after: readonly unknown[] = Array.isArray(applied) ? (applied as unknown[]) : [];
  if (rule.isAtomic || (before.length === 0 && after.length === 0)) return undefined;
  const [ofLive, ofApplied] = [itemsByElement(rule, before), itemsByElement(rule, after)];
  const order = options.keepsAppliedOrder
    ? interleave([...ofLive.keys()], [...ofApplied.keys()])
    : [...new Set([...ofLive.keys(), ...ofApplied.keys()])];
  return order.flatMap((element) => {
    const [there = [], here = []] = [ofLive.get(element), ofApplied.get(element)];
    if (here.length === 0) return there;
    return [mergeValues(there.length > 1 ? undefined : there[0], here[0], rule.element(), options)];
  });
};

/** The applied order, with the other live items where they stood. @source structured-merge-diff v6.3 typed/merge.go visitListItems */
const interleave = (live: readonly PathElement[], applied: readonly PathElement[]): PathElement[] => {
  const [isLive, isApplied] = [new Set(live), new Set(applied)];
  const shared = applied.filter((element) => isLive.has(element));
  const done = new Set<PathElement>();
  const order: PathElement[] = [];
  let [fromLive, fromApplied, nextShared] = [0, 0, 0];
  while (fromLive < live.length || fromApplied < applied.length) {
    const [left, right] = [live[fromLive], applied[fromApplied]];
    if (left !== undefined && right !== undefined) {
      if (left === right) {
        order.push(left);
        done.add(left);
        fromLive++;
        fromApplied++;
        nextShared++;
        continue;
      }
      const wanted = shared[nextShared];
      if (isApplied.has(left) && wanted !== undefined && wanted !== left) {
        fromLive++;
        continue;
      }
    }
    if (left !== undefined) {
      if (!isApplied.has(left)) {
        order.push(left);
        fromLive++;
        continue;
      }
      if (done.has(left)) fromLive++;
    }
    if (right !== undefined) {
      order.push(right);
      done.add(right);
      fromApplied++;
      if (shared[nextShared] === right) nextShared++;
    }
  }
  return order;
};
