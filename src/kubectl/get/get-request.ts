/** What a `kubectl get` line asks for, as data. */
import type { ResourceQuery } from '../resources/index.ts';
import type { TableKind } from './table-of.ts';

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
  tableKind: TableKind;
  /** What is there already is printed before the changes. */
  printsExisting: boolean;
  printsEventTypes: boolean;
}
