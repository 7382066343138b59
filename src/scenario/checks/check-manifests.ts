/** Checks manifests that steps name: that the files are there, can be read, and hold objects of known kinds and versions. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '../../core/index.ts';
import { entryOf, nearestName } from '../../document/index.ts';
import type { Problems, SourceNode } from '../../document/index.ts';
import { checkFields, knownResources } from '../../expect/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Scenario } from '../scenario.ts';
import type { SourceFiles } from '../source-files.ts';
import { stepKindOf } from '../step.ts';
import type { Step } from '../step.ts';
import { stepsOf } from './steps-of.ts';
import { workstationPath } from './workstation-path.ts';

interface NamedFile {
  path: string;
  position: Position;
}

/** The -f arguments of a kubectl line. Words are split as simply as they are written in notes. */
const filesOfLine = (line: string): string[] =>
  [...line.matchAll(/(?:^|\s)(?:-f|--filename)(?:\s+|=)("[^"]*"|'[^']*'|[^\s'"]+)/g)].map((match) =>
    match[1]!.replace(/^["']|["']$/g, ''),
  );

const filesOf = (step: Step): NamedFile[] => {
  const { action, position } = step;
  if (action.kind === 'kubectl')
    return filesOfLine(action.argument.line).map((path) => ({
      path,
      position: entryOf(step.source, 'kubectl')?.value.position ?? position,
    }));
  if (action.kind === 'apply' || action.kind === 'create') {
    return action.argument.flatMap((manifest) =>
      'file' in manifest ? [{ path: manifest.file, position: manifest.position }] : [],
    );
  }
  return (stepKindOf(step).files?.(action.argument) ?? []).map(({ path }) => ({ path, position }));
};

const kinds = [...knownResources.map(({ kind }) => kind), 'List'];
const groups: ReadonlySet<string> = new Set(knownResources.map(({ group }) => group));

/** True for a group of upstream's that we know; other groups belong to custom resources. */
const isBuiltInGroup = (group: string): boolean => groups.has(group) || group === '';

const textAt = (node: SourceNode, key: string): { text: string; position: Position } | undefined => {
  const value = entryOf(node, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string'
    ? { text: value.value, position: value.position }
    : undefined;
};

const servedVersions: Readonly<Record<string, readonly string[]>> = {
  '': ['v1'],
  apps: ['v1'],
  batch: ['v1', 'v1beta1'],
  autoscaling: ['v1', 'v2', 'v2beta1', 'v2beta2'],
  policy: ['v1', 'v1beta1'],
  'networking.k8s.io': ['v1', 'v1beta1'],
  'discovery.k8s.io': ['v1', 'v1beta1'],
};

/** Checks apiVersion, kind and the names of the fields of one object; what is not built in is a custom resource and cannot be checked. */
export const checkObject = (node: SourceNode, problems: Problems): void => {
  if (node.kind === 'scalar' && node.value === null) return;
  const [apiVersion, kind] = [textAt(node, 'apiVersion'), textAt(node, 'kind')];
  if (node.kind !== 'map' || apiVersion === undefined || kind === undefined) {
    const missing =
      node.kind !== 'map' ? 'apiVersion and kind' : apiVersion === undefined ? 'apiVersion' : 'kind';
    problems.add('bad-manifest', `the object has no ${missing}`, node.position);
    return;
  }
  const slash = apiVersion.text.indexOf('/');
  const [group, version] =
    slash === -1
      ? ['', apiVersion.text]
      : [apiVersion.text.slice(0, slash), apiVersion.text.slice(slash + 1)];
  if (!isBuiltInGroup(group)) {
    // Custom resources live in groups with a dot, which nobody here knows.
    if (group.includes('.') || (apiVersion.text === 'extensions/v1beta1' && kind.text === 'Ingress')) return;
    const nearest = nearestName(group, groups);
    const hint = nearest === undefined ? undefined : `did you mean "${nearest}/${version}"?`;
    problems.add('unknown-api-version', `unknown apiVersion "${apiVersion.text}"`, apiVersion.position, hint);
    return;
  }
  if (!/^v\d+((alpha|beta)\d+)?$/.test(version) || servedVersions[group]?.includes(version) === false) {
    const known = servedVersions[group]?.map((one) => (group === '' ? one : `${group}/${one}`)).join(', ');
    problems.add(
      'unknown-api-version',
      `unknown apiVersion "${apiVersion.text}"`,
      apiVersion.position,
      known === undefined ? undefined : `known: ${known}`,
    );
    return;
  }
  const resource = knownResources.find((one) => one.kind === kind.text);
  if (kind.text === 'List') return;
  if (resource === undefined)
    problems.addUnknown('unknown-manifest-kind', 'kind', kind.text, kinds, kind.position);
  else if (
    resource.group !== group &&
    !knownResources.some((one) => one.kind === kind.text && one.group === group)
  ) {
    const right =
      resource.group === '' ? 'v1' : `${resource.group}/${servedVersions[resource.group]?.[0] ?? 'v1'}`;
    problems.add(
      'unknown-api-version',
      `${kind.text} is not of "${apiVersion.text}"`,
      apiVersion.position,
      `write apiVersion: ${right}`,
    );
  } else checkFields(node, resource.plural, problems);
};

const isManifestName = (name: string): boolean => /\.(ya?ml|json)$/.test(name);

/** A -f of a folder means the manifests in it. */
const manifestsAt = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter(isManifestName)
        .sort()
        .map((name) => join(path, name))
    : [path];

const checkFile = (
  { path, position }: NamedFile,
  scenario: Scenario,
  lab: Lab | undefined,
  files: SourceFiles,
  problems: Problems,
): void => {
  if (path === '-' || path.includes('$(') || /^https?:\/\//.test(path)) return;
  const real = workstationPath(path, scenario.file, lab?.workstation);
  if (real === undefined) {
    // Without a lab nobody knows what its workstation holds.
    if (lab === undefined && /^[~/]/.test(path)) return;
    const mounts = Object.keys(lab?.workstation?.files ?? {}).join(', ');
    const hint =
      mounts === ''
        ? 'put the file beside the scenario'
        : `put the file beside the scenario or below ${mounts}`;
    problems.add(
      'path-outside',
      `${path} lies outside the scenario's folder and what the lab mounts`,
      position,
      hint,
    );
    return;
  }
  if (!existsSync(real)) {
    problems.add('missing-file', `the manifest ${path} does not exist`, position, `looked for ${real}`);
    return;
  }
  for (const manifest of manifestsAt(real)) {
    const documents = files.documents(manifest, { what: 'manifest', position }, '1.1');
    for (const document of documents ?? []) checkObjectOnce(document, problems);
  }
};

const checked = new WeakSet<SourceNode>();

/** A manifest that several steps name is told of once. */
const checkObjectOnce = (node: SourceNode, problems: Problems): void => {
  if (checked.has(node)) return;
  checked.add(node);
  checkObject(node, problems);
};

export const checkManifests = (
  scenario: Scenario,
  lab: Lab | undefined,
  files: SourceFiles,
  problems: Problems,
): void => {
  for (const step of stepsOf(scenario)) {
    // What is to be refused may well be wrong.
    if (step.fails !== undefined) continue;
    if (step.action.kind === 'apply' || step.action.kind === 'create') {
      for (const manifest of step.action.argument)
        if ('source' in manifest) checkObjectOnce(manifest.source, problems);
    }
    for (const file of filesOf(step)) checkFile(file, scenario, lab, files, problems);
  }
};
