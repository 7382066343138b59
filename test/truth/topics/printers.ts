/** Topic printers: one object of every printed kind, as cells and as text. */
import {
  TabWriter,
  TablePrinter,
  printTable,
  printerFor,
  tableWriterOptions,
} from '../../../src/kube/index.ts';
import type { KubeObject, TablePrintOptions } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const printObjects = (objects: KubeObject[], now: string, options: TablePrintOptions): string => {
  const { apiVersion, kind } = objects[0]!;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  const writer = new TabWriter(tableWriterOptions);
  new TablePrinter(options).print(printTable(objects, printerFor(group, kind), Date.parse(now)), writer);
  return writer.flush();
};

export const printers = defineTopic({
  name: 'printers',
  run({ object, now }) {
    const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
    const table = printTable([object], printerFor(group, object.kind), Date.parse(now));
    return {
      columns: table.columnDefinitions.map(({ name, type, format, priority }) => ({
        name,
        type,
        ...(format === '' ? {} : { format }),
        priority,
      })),
      cells: table.rows[0]!.cells,
      text: printObjects([object], now, {}),
      wide: printObjects([object], now, { wide: true }),
    };
  },
});
