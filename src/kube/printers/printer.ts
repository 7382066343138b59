/** A printer: how the API server turns one kind of object into rows of a Table. One kind is one file and one line in index.ts. */
import type { Table } from '../api.ts';
import { humanDuration } from '../duration.ts';
import type { KubeObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';

export type PrinterColumn = Table['columnDefinitions'][number];

export interface Printer {
  /** '' for the core group. */
  group: string;
  kind: string;
  /** priority 1: shown by `-o wide` only. */
  columns: readonly PrinterColumn[];
  /** One row: a cell for every column, wide ones included. */
  cells(object: KubeObject, nowMs: number, version?: KubernetesVersion): unknown[];
  /** The names of columns that a version does not have (yet); without a version: 1.20. */
  missing?(version?: KubernetesVersion): readonly string[];
  conditions?(object: KubeObject): NonNullable<Table['rows'][number]['conditions']>;
}

interface PrinterDefinition<T extends KubeObject> {
  group: string;
  kind: string;
  columns: readonly PrinterColumn[];
  cells(object: T, nowMs: number, version?: KubernetesVersion): unknown[];
  missing?(version?: KubernetesVersion): readonly string[];
  conditions?(object: T): NonNullable<Table['rows'][number]['conditions']>;
}

export const definePrinter = <T extends KubeObject>(definition: PrinterDefinition<T>): Printer =>
  definition as unknown as Printer;

/** A column: `wide` ones are shown by -o wide only. */
export const column = (name: string, type = 'string', format = ''): PrinterColumn => ({
  name,
  type,
  format,
  description: '',
  priority: 0,
});

export const wide = (name: string, type = 'string', format = ''): PrinterColumn => ({
  ...column(name, type, format),
  priority: 1,
});

export const nameColumn: PrinterColumn = column('Name', 'string', 'name');

/** The time since an instant, or "<unknown>". @source k8s 1.20 pkg/printers/internalversion/printers.go translateTimestampSince */
export const ageOf = (time: string | null | undefined, nowMs: number): string => {
  if (time === undefined || time === null || time === '') return '<unknown>';
  return humanDuration(nowMs - Date.parse(time));
};

/** The age of an object. */
export const createdAge = (object: KubeObject, nowMs: number): string =>
  ageOf(object.metadata.creationTimestamp, nowMs);

/** "a,b,c + 2 more..." @source k8s 1.20 pkg/printers/internalversion/printers.go formatEndpoints, listWithMoreString */
export const firstFew = (texts: readonly string[], limit: number, separator = ','): string => {
  const shown = texts.slice(0, limit).join(separator);
  return texts.length > limit ? `${shown} + ${texts.length - limit} more...` : shown;
};
