/** The names of the kinds that a scenario's own CustomResourceDefinitions make: inline, or in files that its steps name. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { maxFileBytes, entryOf, type SourceNode } from '../document/index.ts';
import type { Lab } from '../simulator/index.ts';
import { workstationPath } from './checks/workstation-path.ts';
import type { SourceFiles } from './source-files.ts';

const manifestPath = /[^\s"'=,]+\.(?:ya?ml|json)(?=$|[\s"',])/g;

const textsOf = (node: SourceNode | undefined): string[] => {
  if (node?.kind === 'list') return node.items.flatMap(textsOf);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? [node.value] : [];
};

const nameFields = ['plural', 'singular', 'kind', 'shortNames'];

/** Plural, singular, kind and short names, in lower case. */
const namesOf = (definition: SourceNode): string[] => {
  const names = entryOf(entryOf(definition, 'spec')?.value, 'names')?.value;
  const own = nameFields.flatMap((field) => textsOf(entryOf(names, field)?.value));
  return own.map((name) => name.toLowerCase());
};

const isDefinition = (node: SourceNode): boolean =>
  textsOf(entryOf(node, 'kind')?.value).includes('CustomResourceDefinition');

/** A file that holds none is not read twice; what is wrong with one is told by those who read it in earnest. */
const holdsDefinition = (path: string): boolean =>
  existsSync(path) &&
  statSync(path).isFile() &&
  statSync(path).size <= maxFileBytes &&
  readFileSync(path, 'utf8').includes('CustomResourceDefinition');

export const definedResources = (
  node: SourceNode,
  file: string,
  files: SourceFiles,
  workstation: Lab['workstation'],
): string[] => {
  if (node.kind === 'list')
    return node.items.flatMap((item) => definedResources(item, file, files, workstation));
  if (node.kind === 'map') {
    if (isDefinition(node)) return namesOf(node);
    return node.entries.flatMap(({ value }) => definedResources(value, file, files, workstation));
  }
  if (typeof node.value !== 'string') return [];
  return (node.value.match(manifestPath) ?? []).flatMap((path) => {
    const real = workstationPath(path, file, workstation);
    if (real === undefined || !holdsDefinition(real)) return [];
    const documents = files.documents(real, { what: 'manifest', position: node.position }, '1.1') ?? [];
    return documents.filter(isDefinition).flatMap(namesOf);
  });
};
