/** Reads a file that `labproof record` wrote; whatever else it is, it says so. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../../core/index.ts';
import { runRecordSchema } from '../run-record-schema.ts';
import type { RunRecord } from '../run-record.ts';
import { recordingVersion } from './recording.ts';
import type { RecordedScenario } from './recording.ts';

export interface Recording extends RunRecord {
  scenarios: RecordedScenario[];
}

const hint = 'labproof record BACKEND --output FILE writes a recording';

const parse = (file: string, shown: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      'no-recording',
      `the recording ${shown} cannot be read: ${(error as Error).message}`,
      {
        hint,
      },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError('not-a-recording', `${shown} is no JSON: ${(error as Error).message}`, { hint });
  }
};

/** @throws UsageError when the file is no recording, one of another version, or damaged */
export const readRecording = async (file: string, shown: string): Promise<Recording> => {
  const {
    kind,
    apiVersion,
    recordingVersion: version,
    ...rest
  } = (parse(file, shown) ?? {}) as Partial<RunRecord>;
  const refuse = (what: string): never => {
    throw new UsageError('not-a-recording', `${shown} ${what}`, { hint });
  };
  if (kind !== 'RunRecord') refuse(`is no run record: its kind is ${JSON.stringify(kind)}`);
  if (version === undefined)
    refuse('is a run record without the states of the lab: it was not made by "record"');
  if (version !== recordingVersion || apiVersion !== 'labproof.dev/v1alpha1')
    refuse(
      `is a recording of version ${apiVersion ?? '?'}/${String(version)}, this labproof reads labproof.dev/v1alpha1/${recordingVersion}: record it again`,
    );
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(runRecordSchema);
  const record = { kind, apiVersion, recordingVersion: version, ...rest };
  if (!validate(record)) {
    const [error] = validate.errors ?? [];
    refuse(`is a damaged recording: ${error?.instancePath ?? ''} ${error?.message ?? 'is wrong'}`);
  }
  const bare = (record as RunRecord).scenarios.find(
    ({ recording, steps }) =>
      recording === undefined || steps.some(({ checkpoint }) => checkpoint === undefined),
  );
  if (bare !== undefined) refuse(`is a damaged recording: ${bare.name} has no states`);
  return record as Recording;
};
