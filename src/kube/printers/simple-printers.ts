/** Kinds whose row is their name, a count or a field or two, and their age. */
import { formatLabelSelector } from '../label-selector.ts';
import type { LabelSelector, UnknownObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';
import type { Printer, PrinterColumn } from './printer.ts';

type Cell = (object: UnknownObject) => unknown;

/** A printer of name, the given columns, and age. */
const simple = (group: string, kind: string, fields: readonly [PrinterColumn, Cell][]): Printer =>
  definePrinter<UnknownObject>({
    group,
    kind,
    columns: [nameColumn, ...fields.map(([definition]) => definition), column('Age')],
    cells: (object, nowMs) => [
      object.metadata.name,
      ...fields.map(([, cell]) => cell(object)),
      createdAge(object, nowMs),
    ],
  });

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined,
    value,
  );
const size = (value: unknown): number =>
  Array.isArray(value)
    ? value.length
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length
      : 0;
const field =
  (...path: string[]): Cell =>
  (object) =>
    at(object, ...path) ?? '';
const countOf =
  (...path: string[]): Cell =>
  (object) =>
    size(at(object, ...path));

/** @source k8s 1.20 pkg/printers/internalversion/printers.go AddHandlers */
export const simplePrinters: readonly Printer[] = [
  simple('', 'Namespace', [[column('Status'), field('status', 'phase')]]),
  simple('', 'ConfigMap', [[column('Data'), (object) => size(object.data) + size(object.binaryData)]]),
  simple('', 'Secret', [
    [column('Type'), field('type')],
    [column('Data'), countOf('data')],
  ]),
  simple('', 'ServiceAccount', [[column('Secrets'), countOf('secrets')]]),
  simple('coordination.k8s.io', 'Lease', [[column('Holder'), field('spec', 'holderIdentity')]]),
  simple('networking.k8s.io', 'NetworkPolicy', [
    [
      column('Pod-Selector'),
      (object) => formatLabelSelector(at(object, 'spec', 'podSelector') as LabelSelector | undefined),
    ],
  ]),
  simple('scheduling.k8s.io', 'PriorityClass', [
    [column('Value', 'integer'), (object) => object.value ?? 0],
    [column('Global-Default', 'boolean'), (object) => object.globalDefault ?? false],
  ]),
  simple('storage.k8s.io', 'VolumeAttachment', [
    [column('Attacher', 'string', 'name'), field('spec', 'attacher')],
    [column('PV'), field('spec', 'source', 'persistentVolumeName')],
    [column('Node'), field('spec', 'nodeName')],
    [column('Attached', 'boolean'), (object) => at(object, 'status', 'attached') ?? false],
  ]),
  simple('storage.k8s.io', 'CSINode', [[column('Drivers', 'integer'), countOf('spec', 'drivers')]]),
  simple('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', [
    [column('Webhooks', 'integer'), countOf('webhooks')],
  ]),
  simple('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', [
    [column('Webhooks', 'integer'), countOf('webhooks')],
  ]),
  simple('node.k8s.io', 'RuntimeClass', [[column('Handler'), field('handler')]]),
];
