/** The table of a custom kind, by its definition's additionalPrinterColumns. */
import {
  ageOf,
  findJsonPath,
  goValueText,
  goJson,
  OutputError,
  parseJsonPath,
  type CustomResourceVersion,
  type KubeObject,
  type Printer,
  type PrinterColumn,
  type PrinterColumnDefinition,
} from '../../../kube/index.ts';

/** @source k8s 1.20 apiextensions-apiserver/pkg/apihelpers GetColumnsForVersion */
const age: PrinterColumnDefinition = {
  name: 'Age',
  type: 'date',
  description: '',
  jsonPath: '.metadata.creationTimestamp',
};

const nameColumn: PrinterColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: '',
  priority: 0,
};

const columnOf = ({
  name,
  type,
  format,
  description,
  priority,
  jsonPath,
}: PrinterColumnDefinition): PrinterColumn => ({
  name,
  type,
  format: format ?? '',
  description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
  priority: priority ?? 0,
});

/** @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go cellForJSONValue */
const cellOf = (type: string, value: unknown, nowMs: number): unknown => {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return Number.isNaN(Date.parse(value)) ? '<invalid>' : ageOf(value, nowMs);
    default:
      return null;
  }
};

type Cell = (object: KubeObject, nowMs: number) => unknown;

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? goJson(value) : goValueText(value);

const compile = ({ type, jsonPath }: PrinterColumnDefinition): Cell => {
  try {
    const nodes = parseJsonPath(`{${jsonPath}}`);
    return (object, nowMs) => {
      try {
        const [value] = findJsonPath(object, nodes)[0] ?? [];
        if (value === undefined) return null;
        return type === 'string' ? textOf(value) : cellOf(type, value, nowMs);
      } catch (error) {
        if (error instanceof OutputError) return null;
        throw error;
      }
    };
  } catch (error) {
    if (error instanceof OutputError) return () => null;
    throw error;
  }
};

export const customPrinter = (group: string, kind: string, version: CustomResourceVersion): Printer => {
  const { additionalPrinterColumns = [] } = version;
  const definitions = additionalPrinterColumns.length === 0 ? [age] : additionalPrinterColumns;
  const cells = definitions.map(compile);
  return {
    group,
    kind,
    columns: [nameColumn, ...definitions.map(columnOf)],
    cells: (object, nowMs) => [object.metadata.name, ...cells.map((cell) => cell(object, nowMs))],
  };
};
