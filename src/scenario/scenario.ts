/** Scenario: a procedure of a lab note as steps, each with the state of the cluster it must lead to. */
import type { Position } from '../core/index.ts';
import { fields, readFieldSet, required } from '../document/index.ts';
import type { FieldSet, JsonSchema, MapNode, Problems, SourceNode } from '../document/index.ts';
import { noteField } from './note.ts';
import type { NoteReference } from './note.ts';
import type { Step } from './step.ts';
import { versionRangeField } from './version-range.ts';
import type { VersionRange } from './version-range.ts';

export interface Scenario {
  name: string;
  title: string;
  description?: string;
  labels: Readonly<Record<string, string>>;
  note?: NoteReference;
  /** Absent: any version. */
  kubernetes?: VersionRange;
  /** The lab as the scenario names it; absent: the nearest lab.yaml up the tree. */
  lab?: { name: string; position: Position };
  /** The namespace of objects for which none is named, and of kubectl without -n. */
  namespace: string;
  /** Under how many seeds it is played when the command line says nothing. */
  seeds: number;
  setup: readonly Step[];
  steps: readonly Step[];
  cleanup: readonly Step[];
  /** As it was given to the loader. */
  file: string;
  position: Position;
}

const stepList = (summary: string): ReturnType<typeof fields.node> => ({
  ...fields.node({ summary }),
  takes: 'a list of steps',
  schema: (): JsonSchema => ({ type: 'array', minItems: 1, items: { $ref: '#/$defs/step' } }),
});

const labelValue = fields.plainText({ summary: '' });

const namePattern = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const nameField: ReturnType<typeof fields.text> = {
  ...fields.text({
    summary: 'The name: lower-case letters, digits and -; unlike that of any other scenario.',
    examples: ['drain-node'],
  }),
  schema: () => ({ type: 'string', pattern: namePattern.source }),
  read(node, problems) {
    const name = fields.text({ summary: '' }).read(node, problems);
    if (name === undefined || namePattern.test(name)) return name;
    problems.add(
      'bad-name',
      `"${name}" cannot be a name`,
      node.position,
      'use lower-case letters, digits and -; what is to be read goes into title',
    );
    return undefined;
  },
};

export const metadataFields = {
  name: required(nameField),
  title: fields.text({ summary: 'What it proves, in a few words.' }),
  description: fields.text({ summary: 'What a reader should know about it.' }),
  labels: fields.record(labelValue, {
    summary: 'Words to select it by: --tag chapter=3.',
    examples: [{ chapter: '3', topic: 'nodes' }],
  }),
} as const satisfies FieldSet;

export const specFields = {
  note: noteField,
  kubernetes: versionRangeField({
    summary: 'The Kubernetes versions it is meant for. Default: any.',
    examples: ['>=1.18', '>=1.18 <1.25'],
  }),
  lab: fields.text({
    summary:
      'The lab it is played on: a name (NAME.lab.yaml up the tree) or a file. Default: the nearest lab.yaml up the tree.',
    examples: ['referee'],
  }),
  namespace: fields.text({ summary: 'The namespace of objects for which none is named. Default: default.' }),
  seeds: fields.integer({
    summary: 'Under how many seeds it is played. Default: 1.',
    minimum: 1,
    maximum: 100_000,
  }),
  setup: stepList('Steps that prepare the ground; they need not expect anything.'),
  steps: required(stepList('The steps, in order.')),
  cleanup: stepList('Steps that always run at the end, whatever happened.'),
} as const satisfies FieldSet;

/** Expands and reads a list of steps. */
export type StepListReader = (
  node: SourceNode | undefined,
  role: 'step' | 'setup' | 'cleanup',
) => readonly Step[];

const fileFields = {
  apiVersion: fields.anything({ summary: '' }),
  kind: fields.anything({ summary: '' }),
  metadata: required(fields.node({ summary: '' })),
  spec: required(fields.node({ summary: '' })),
} as const;

/** Reads a document of kind Scenario; undefined when it is wrong, which has then been said to `problems`. */
export const readScenario = (
  root: MapNode,
  file: string,
  readSteps: StepListReader,
  problems: Problems,
): Scenario | undefined => {
  const top = readFieldSet(fileFields, root, problems);
  const metadata = top === undefined ? undefined : readFieldSet(metadataFields, top.metadata, problems);
  const spec = top === undefined ? undefined : readFieldSet(specFields, top.spec, problems);
  const setup = readSteps(spec?.setup, 'setup');
  const steps = readSteps(spec?.steps, 'step');
  const cleanup = readSteps(spec?.cleanup, 'cleanup');
  if (metadata === undefined || spec === undefined) return undefined;
  const { note, kubernetes, lab } = spec;
  const labPosition =
    top?.spec.kind === 'map' ? top.spec.entries.find(({ key }) => key === 'lab')?.value.position : undefined;
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    ...(metadata.description === undefined ? {} : { description: metadata.description }),
    labels: metadata.labels ?? {},
    ...(note === undefined ? {} : { note }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(lab === undefined ? {} : { lab: { name: lab, position: labPosition ?? root.position } }),
    namespace: spec.namespace ?? 'default',
    seeds: spec.seeds ?? 1,
    setup,
    steps,
    cleanup,
    file,
    position: root.entries[0]?.keyPosition ?? root.position,
  };
};
