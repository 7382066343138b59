/** Loads a lab file: the cluster a scenario is played on. */
import { dirname, resolve } from 'node:path';
import type { LabproofError } from '../../core/index.ts';
import { entryOf, fields, Problems, readFieldSet, required } from '../../document/index.ts';
import type { MapNode, SourceNode } from '../../document/index.ts';
import type { Lab } from '../../simulator/index.ts';
import { readEnvelope } from '../envelope.ts';
import { SourceFiles } from '../source-files.ts';
import { labFields, labMetadataFields } from './lab-fields.ts';

export interface LoadedLab {
  /** Absent when the file is invalid. */
  lab?: Lab;
  problems: readonly LabproofError[];
  sources: ReadonlyMap<string, string>;
}

const defaultStartTime = '2021-01-20T12:00:00Z';
const defaultNetwork = { services: '10.96.0.0/12', pods: '172.16.0.0/16' };

const fileFields = {
  apiVersion: fields.anything({ summary: '' }),
  kind: fields.anything({ summary: '' }),
  metadata: required(fields.node({ summary: '' })),
  spec: required(fields.node({ summary: '' })),
} as const;

/** Names and addresses stand once. */
const checkTwins = (spec: SourceNode, problems: Problems): void => {
  const seen = new Map<string, string>();
  for (const list of ['nodes', 'spareNodes']) {
    const machines = entryOf(spec, list)?.value;
    for (const machine of machines?.kind === 'list' ? machines.items : []) {
      for (const key of ['name', 'address']) {
        const value = entryOf(machine, key)?.value;
        if (value?.kind !== 'scalar') continue;
        const id = `${key} ${String(value.value)}`;
        if (seen.has(id)) problems.add('duplicate-name', `two machines have the ${id}`, value.position);
        seen.set(id, key);
      }
    }
  }
};

/** Real folders are named relative to the lab file. */
const readWorkstation = (
  workstation: NonNullable<Lab['workstation']>,
  file: string,
): NonNullable<Lab['workstation']> => ({
  home: workstation.home,
  files: Object.fromEntries(
    Object.entries(workstation.files).map(([path, folder]) => [path, resolve(dirname(file), folder)]),
  ),
});

const readLab = (root: MapNode, file: string, problems: Problems): Lab | undefined => {
  const top = readFieldSet(fileFields, root, problems);
  if (top === undefined) return undefined;
  const metadata = readFieldSet(labMetadataFields, top.metadata, problems);
  const spec = readFieldSet(labFields, top.spec, problems);
  checkTwins(top.spec, problems);
  if (metadata === undefined || spec === undefined) return undefined;
  const { spareNodes, workstation, startTime, images, addons, network, ...rest } = spec;
  return {
    name: metadata.name,
    ...rest,
    startTime: startTime ?? defaultStartTime,
    images: images ?? [],
    addons: addons ?? [],
    network: network ?? defaultNetwork,
    ...(spareNodes === undefined ? {} : { spareNodes }),
    ...(workstation === undefined ? {} : { workstation: readWorkstation(workstation, file) }),
  };
};

/** Loads one lab file. Never rejects for what is wrong with it: that is in `problems`. */
export const loadLab = async (path: string): Promise<LoadedLab> => {
  const problems = new Problems();
  const files = new SourceFiles(problems);
  const documents = files.documents(path, { what: 'lab file' });
  const start = { file: path, line: 1, column: 1 };
  if (documents?.length === 0) problems.add('empty-document', 'the lab file is empty', start);
  if (documents !== undefined && documents.length > 1)
    problems.add(
      'several-documents',
      `a lab file has one document; this has ${documents.length}`,
      documents[1]!.position,
    );
  const root = documents?.[0] === undefined ? undefined : readEnvelope(documents[0], ['Lab'], problems);
  const lab = root === undefined ? undefined : readLab(root, path, problems);
  return {
    ...(lab === undefined || problems.list.length > 0 ? {} : { lab }),
    problems: problems.list,
    sources: files.sources,
  };
};
