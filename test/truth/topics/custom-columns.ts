/** Topic custom_columns: `-o custom-columns`, `--sort-by` and `-o go-template` over the pods of topic jsonpath. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  OutputError,
  goTemplatePrinter,
  printCustomColumns,
  readCustomColumns,
  sortByPath,
} from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const positional = process.argv.slice(2).find((argument) => argument.includes('/'));
const pods = () =>
  JSON.parse(readFileSync(join(positional ?? '../shared/truth', 'jsonpath.json'), 'utf8'))[0].input[
    'pods.list'
  ];

export const customColumns = defineTopic({
  name: 'custom_columns',
  run({ columns, noHeaders, sortBy, goTemplate }) {
    const list = pods();
    const print = () => {
      if (columns !== undefined) return printCustomColumns(list.items, readCustomColumns(columns), noHeaders);
      if (sortBy !== undefined) {
        return sortByPath<any>(list.items, sortBy, (pod) => pod)
          .map((pod) => `pod/${pod.metadata.name}\n`)
          .join('');
      }
      return goTemplatePrinter(goTemplate)(list);
    };
    try {
      return { exitCode: 0, stdout: print(), stderr: '' };
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      // The Go dump of the object is left out of the table.
      const stdout = caught.partial.replace(/(raw data was):[^]*$/, '$1<object>');
      return { exitCode: 1, stdout, stderr: `error: ${caught.message}\n` };
    }
  },
});
