/** The table of a kind that has no printer of its own: name and time of creation. */
import { column, definePrinter, nameColumn } from './printer.ts';
import type { Printer } from './printer.ts';

/** @source k8s 1.20 apiserver/pkg/registry/rest/table.go NewDefaultTableConvertor */
export const createdAt = (group: string, kind: string): Printer =>
  definePrinter({
    group,
    kind,
    columns: [nameColumn, column('Created At', 'date')],
    cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
  });
