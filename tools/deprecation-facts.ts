/**
 * Writes src/simulator/http/deprecation-table.ts from the life cycles that the Go modules k8s.io/api, k8s.io/apiextensions-apiserver
 * (pkg/apis) and k8s.io/kube-aggregator tell of their types.
 *
 *   npx tsx tools/deprecation-facts.ts MINOR=DIR…    (DIR: the unpacked module k8s.io/api@v0.MINOR.0)
 *
 * What the two small modules say has not changed since 1.19; it stands in this file. Nobody needs this to use or test labproof.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Row {
  apiVersion: string;
  kind: string;
  since: number;
  gone: number;
  instead: string;
  minors: number[];
}

const rows = new Map<string, Row>();
const add = (minor: number, row: Omit<Row, 'minors'>): void => {
  const key = JSON.stringify(row);
  const known = rows.get(key) ?? { ...row, minors: [] };
  known.minors.push(minor);
  rows.set(key, known);
};

const elsewhere = [
  { apiVersion: 'apiextensions.k8s.io/v1beta1', kind: 'CustomResourceDefinition', since: 16 },
  { apiVersion: 'apiregistration.k8s.io/v1beta1', kind: 'APIService', since: 19 },
];

const matches = (text: string, name: string, body: RegExp): Map<string, RegExpMatchArray> => {
  const found = new Map<string, RegExpMatchArray>();
  const pattern = new RegExp(
    `func \\(in \\*(\\w+)\\) APILifecycle${name}\\(\\)[^{]*\\{\\s*return ${body.source}`,
    'g',
  );
  for (const match of text.matchAll(pattern)) found.set(match[1]!, match);
  return found;
};

const release = /1, (\d+)/;
const replacement = /schema\.GroupVersionKind\{Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"\}/;

for (const argument of process.argv.slice(2)) {
  const [minorText = '', directory = ''] = argument.split('=');
  const minor = Number(minorText);
  for (const { apiVersion, kind, since } of elsewhere) {
    if (minor < 22)
      add(minor, {
        apiVersion,
        kind,
        since,
        gone: 22,
        instead: `${apiVersion.replace('beta1', '')} ${kind}`,
      });
  }
  for (const { name: group } of readdirSync(directory, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    for (const version of readdirSync(join(directory, group))) {
      const files = ['zz_generated.prerelease-lifecycle.go', 'lifecycle.go']
        .map((file) => join(directory, group, version, file))
        .filter((file) => existsSync(file));
      if (files.length === 0) continue;
      const register = readFileSync(join(directory, group, version, 'register.go'), 'utf8');
      const name = /GroupName = "([^"]*)"/.exec(register)?.[1] ?? '';
      const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
      const removed = matches(text, 'Removed', release);
      const replaced = matches(text, 'Replacement', replacement);
      for (const [kind, match] of matches(text, 'Deprecated', release)) {
        const since = Number(match[2]);
        if (kind.endsWith('List') || since > minor) continue;
        const [, , toGroup = '', toVersion = '', toKind = ''] = replaced.get(kind) ?? [];
        add(minor, {
          apiVersion: name === '' ? version : `${name}/${version}`,
          kind,
          since,
          gone: Number(removed.get(kind)?.[2] ?? 0),
          instead: toKind === '' ? '' : `${toGroup === '' ? '' : `${toGroup}/`}${toVersion} ${toKind}`,
        });
      }
    }
  }
}
const minors = process.argv.slice(2).map((argument) => Number(argument.split('=')[0]));
const lines = [...rows.values()]
  .filter(
    ({ apiVersion, gone, minors: of }) => !apiVersion.includes('alpha') && (gone === 0 || gone > of[0]!),
  )
  .sort((a, b) =>
    `${a.apiVersion} ${a.kind} ${a.minors[0]}` < `${b.apiVersion} ${b.kind} ${b.minors[0]}` ? -1 : 1,
  )
  .map(({ apiVersion, kind, since, gone, instead, minors: of }) =>
    JSON.stringify([
      apiVersion,
      kind,
      since,
      gone,
      instead,
      of[0],
      gone === 0 ? of.at(-1)! : Math.min(of.at(-1)!, gone - 1),
    ]),
  );
writeFileSync(
  'src/simulator/http/deprecation-table.ts',
  `/** Which API versions of which kinds are going away. Written by tools/deprecation-facts.ts from the Go modules k8s.io/api at v0.${minors[0]} … v0.${minors.at(-1)}. */

/** [apiVersion, kind, the minor that deprecates it, the minor that no longer serves it or 0, what to use instead, the first and the last minor that say so] */
export type Deprecation = readonly [string, string, number, number, string, number, number];

// prettier-ignore
export const deprecationTable: readonly Deprecation[] = [
${lines.map((line) => `  ${line.replaceAll(',', ', ').replaceAll('"', "'")},`).join('\n')}
];
`,
);
