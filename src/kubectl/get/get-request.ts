/** What a `kubectl get` line asks for, as data. */
import type { ResourceQuery } from '../resources/index.ts';

export interface GetRequest {
  query: ResourceQuery;
  isWide: boolean;
  noHeaders: boolean;
  allNamespaces: boolean;
  showLabels: boolean;
  labelColumns: readonly string[];
  showKind: boolean;
  /** A path, or '' for the server's order. */
  sortBy: string;
  ignoresNotFound: boolean;
  /** Rows are made here from whole objects, not by the server. */
  printsLocally: boolean;
  /** What is there already is printed before the changes. */
  printsExisting: boolean;
  printsEventTypes: boolean;
}
