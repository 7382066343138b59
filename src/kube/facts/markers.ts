/** How server-side apply merges a type or a field, as marked in one Kubernetes minor. */
import { goMarkersJson } from './go-markers.ts';

/** The markers of one type or field. */
export interface MergeMarkers {
  /** "atomic", "set" or "map". */
  list?: string;
  /** What tells the items of a "map" list apart. */
  keys?: readonly string[];
  /** Of a map or a struct: "atomic" or "granular". */
  map?: string;
  default?: unknown;
}

type Runs = readonly (readonly [sinceMinor: number, markers: MergeMarkers | null])[];

let parsed: { marks: Record<string, Runs> } | undefined;

/** The markers of `name` in 1.`minor`: a type ("core/v1.ObjectReference") or a field by its Go name ("core/v1.Container.Ports"). */
export const markersOf = (name: string, minor: number): MergeMarkers | undefined => {
  parsed ??= JSON.parse(goMarkersJson()) as { marks: Record<string, Runs> };
  let found: MergeMarkers | null | undefined;
  for (const [since, markers] of parsed.marks[name] ?? []) if (since <= minor) found = markers;
  return found ?? undefined;
};
