/** `-o custom-columns`: a table whose cells are paths. */
import { goValueText } from '../go-format.ts';
import { parseJsonPath } from './jsonpath-parser.ts';
import { findJsonPath, relaxedJsonPath } from './jsonpath.ts';
import { OutputError } from './output-error.ts';
import { alignTabs, tableWriterOptions } from './tab-writer.ts';

export interface CustomColumn {
  header: string;
  path: string;
}

/** "NAME:.metadata.name,NODE:.spec.nodeName". @source k8s 1.20 kubectl/pkg/cmd/get/customcolumn.go NewCustomColumnsPrinterFromSpec */
export const readCustomColumns = (spec: string): CustomColumn[] => {
  if (spec === '') throw new OutputError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new OutputError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, colon), path: relaxedJsonPath(part.slice(colon + 1)) };
  });
};

/** A file of two lines: headers, then paths. @source customcolumn.go NewCustomColumnsPrinterFromTemplate */
export const readCustomColumnsFile = (text: string): CustomColumn[] => {
  const [headers = [], paths = []] = text
    .split('\n')
    .map((line) => line.split(/\s+/).filter((word) => word !== ''));
  if (headers.length === 0)
    throw new OutputError(
      'invalid template, missing header line. Expected format is one line of space separated headers, one line of space separated column specs.',
    );
  if (paths.length === 0)
    throw new OutputError(
      'invalid template, missing spec line. Expected format is one line of space separated headers, one line of space separated column specs.',
    );
  if (headers.length !== paths.length) {
    throw new OutputError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return headers.map((header, index) => ({ header, path: relaxedJsonPath(paths[index]!) }));
};

/** The table of `objects`. @source k8s 1.20 kubectl/pkg/cmd/get/customcolumn.go PrintObj */
export const printCustomColumns = (
  objects: readonly unknown[],
  columns: readonly CustomColumn[],
  noHeaders = false,
): string => {
  const paths = columns.map(({ path }) => parseJsonPath(path));
  const rows = objects.map((object) =>
    paths.map((path) => {
      const found = findJsonPath(object, path);
      const texts = found.flat().map(goValueText);
      return ((found[0] ?? []).length === 0 ? ['<none>', ...texts] : texts).join(',');
    }),
  );
  const lines = noHeaders ? rows : [columns.map(({ header }) => header), ...rows];
  return alignTabs(lines.map((line) => `${line.join('\t')}\n`).join(''), tableWriterOptions);
};
