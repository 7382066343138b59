/** Step: one thing that is done to the cluster and what must be so thereafter. */
import type { Position } from '../core/index.ts';
import { addWrongType, fields, fieldSetSchema, readFieldSet, required } from '../document/index.ts';
import type {
  Field,
  FieldSet,
  FieldSetValue,
  JsonSchema,
  MapNode,
  Problems,
  SourceNode,
} from '../document/index.ts';
import { expectationField, failureField, outputField } from '../expect/index.ts';
import type { Expectation, FailureExpectation, OutputExpectation } from '../expect/index.ts';
import { capturesField } from './capture.ts';
import type { Capture } from './capture.ts';
import type { StepKind } from './define-step.ts';
import { noteField } from './note.ts';
import type { NoteReference } from './note.ts';
import { stepKinds } from './steps/index.ts';

type KindUnion = (typeof stepKinds)[number];

/** What a step does: its kind and that kind's argument. */
export type StepAction = KindUnion extends infer D
  ? D extends StepKind<infer K, infer A>
    ? { kind: K; argument: A }
    : never
  : never;

export interface Step {
  /** The author's name for it, or what it does in one line. */
  name: string;
  action: StepAction;
  note?: NoteReference;
  expect: readonly Expectation[];
  always: readonly Expectation[];
  never: readonly Expectation[];
  output?: OutputExpectation;
  fails?: FailureExpectation;
  withinMs: number;
  holdMs?: number;
  capture: readonly Capture[];
  /** Steps that gather evidence when this one fails; they cannot fail themselves. */
  catch: readonly Step[];
  /** It prepares the ground and may expect nothing. */
  isSetup: boolean;
  /** Why its expectations may hold before it is run: `prove` does not complain. */
  alreadyTrue?: { reason: string };
  position: Position;
  /** The whole step as written. */
  source: SourceNode;
}

/** What a step is allowed to be, by the list it stands in. */
export type StepRole = 'step' | 'setup' | 'cleanup' | 'catch';

export const defaultWithinMs = 60_000;

const anyKinds = stepKinds as readonly unknown[] as readonly StepKind[];
export const stepKindNames: readonly string[] = anyKinds.map(({ kind }) => kind);

const expectations = (summary: string): Field<Expectation[]> => fields.list(expectationField, { summary });

const alreadyTrue = fields.object(
  { reason: required(fields.text({ summary: 'Why.' })) },
  {
    summary:
      'The expectations may hold before the step is run, for this reason; else `labproof prove` complains.',
  },
);

/** The keys beside the kind. */
export const commonFields = {
  name: fields.text({ summary: 'What the step is about, in the report. Default: what it does.' }),
  note: noteField,
  expect: expectations(
    'What must be so after the step: all of it at one and the same instant, before `within` has passed.',
  ),
  output: outputField,
  fails: failureField,
  within: fields.duration({
    summary: 'How long the expectations may take to come true. Default: 60s.',
    examples: ['90s'],
  }),
  hold: fields.duration({ summary: 'How long they must then stay true.', examples: ['30s'] }),
  always: expectations('What must be so at every change from the step’s start to its end.'),
  never: expectations('What must not be so at any change from the step’s start to its end.'),
  capture: capturesField,
  catch: {
    ...fields.node({ summary: 'Steps that gather evidence when this one fails.' }),
    schema: (): JsonSchema => ({ type: 'array', minItems: 1, items: { $ref: '#/$defs/action' } }),
  },
  setup: fields.marker({ summary: 'The step prepares the ground and may expect nothing.' }),
  alreadyTrue,
} as const satisfies FieldSet;

const commonKeys = Object.keys(commonFields);

/** The entry that says what is done: exactly one key of a kind must stand. */
const actionEntry = (node: MapNode, problems: Problems): MapNode['entries'][number] | undefined => {
  const found = node.entries.filter((entry) => stepKindNames.includes(entry.key));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const message = `a step does one thing; found ${found.map(({ key }) => key).join(' and ')}`;
    problems.add('several-actions', message, found[1]!.keyPosition, 'begin another step with "- "');
    return undefined;
  }
  const unknown = node.entries.find((entry) => !commonKeys.includes(entry.key));
  if (unknown !== undefined)
    problems.addUnknown(
      'unknown-step',
      'step',
      unknown.key,
      [...stepKindNames, 'include', ...commonKeys],
      unknown.keyPosition,
    );
  else
    problems.add(
      'no-action',
      'this step does nothing',
      node.position,
      `add one of ${stepKindNames.join(', ')}`,
    );
  return undefined;
};

const readCatch = (node: SourceNode | undefined, problems: Problems): readonly Step[] => {
  if (node === undefined) return [];
  if (node.kind !== 'list' || node.items.length === 0) {
    addWrongType(problems, 'a list of steps', node);
    return [];
  }
  return node.items.map((item) => readStep(item, 'catch', problems)).filter((step) => step !== undefined);
};

const assertsSomething = (step: Step): boolean =>
  step.expect.length + step.always.length + step.never.length > 0 ||
  step.output !== undefined ||
  step.fails !== undefined ||
  (step.action.kind === 'request' && step.action.argument.response !== undefined) ||
  (step.action.kind === 'load' && step.action.argument.result !== undefined);

const checkVacuous = (step: Step, role: StepRole, problems: Problems): void => {
  const { position } = step;
  if (role === 'step' && !step.isSetup && !assertsSomething(step)) {
    const hint = 'add expect, output or fails; or mark it "setup: true"';
    problems.add('expects-nothing', 'this step expects nothing', position, hint);
  }
  if (step.holdMs !== undefined && step.expect.length === 0) {
    problems.add('hold-without-expect', '"hold" has nothing to hold', position, 'add expect');
  }
  if (step.action.kind === 'wait' && step.action.argument === 'expected' && step.expect.length === 0) {
    problems.add('expects-nothing', '"wait: expected" expects nothing', position, 'add expect');
  }
  if (step.alreadyTrue !== undefined && step.expect.length === 0 && step.output === undefined) {
    problems.add(
      'already-true-of-nothing',
      '"alreadyTrue" speaks of expectations, and there are none',
      position,
    );
  }
};

/** Reads one step; undefined when it is wrong, which has then been said to `problems`. */
export const readStep = (node: SourceNode, role: StepRole, problems: Problems): Step | undefined => {
  if (node.kind !== 'map')
    return addWrongType(problems, 'a step: a mapping such as {kubectl: get pods, …}', node);
  const entry = actionEntry(node, problems);
  const kind = anyKinds.find((candidate) => candidate.kind === entry?.key);
  const argument = entry === undefined ? undefined : kind?.argument.read(entry.value, problems);
  const rest =
    entry === undefined
      ? node.entries.filter(({ key }) => commonKeys.includes(key))
      : node.entries.filter((other) => other !== entry);
  const keys: FieldSet = role === 'catch' ? { name: commonFields.name } : commonFields;
  const common = readFieldSet(keys, { ...node, entries: rest }, problems) as
    FieldSetValue<typeof commonFields> | undefined;
  const evidence = readCatch(common?.catch, problems);
  if (entry === undefined || kind === undefined || argument === undefined || common === undefined)
    return undefined;
  const action = { kind: kind.kind, argument } as StepAction;
  const step: Step = {
    name: common.name ?? kind.title(argument),
    action,
    ...(common.note === undefined ? {} : { note: common.note }),
    expect: common.expect ?? [],
    always: common.always ?? [],
    never: common.never ?? [],
    ...(common.output === undefined ? {} : { output: common.output }),
    ...(common.fails === undefined ? {} : { fails: common.fails }),
    withinMs: common.within ?? defaultWithinMs,
    ...(common.hold === undefined ? {} : { holdMs: common.hold }),
    capture: common.capture ?? [],
    catch: evidence,
    isSetup: role === 'setup' || common.setup === true,
    ...(common.alreadyTrue === undefined ? {} : { alreadyTrue: common.alreadyTrue }),
    position: node.entries[0]?.keyPosition ?? node.position,
    source: node,
  };
  checkVacuousUnlessBroken(step, node, role, problems);
  return step;
};

/** A key that stands but is misspelt or could not be read has been complained of; the step does not also "expect nothing". */
const checkVacuousUnlessBroken = (step: Step, node: MapNode, role: StepRole, problems: Problems): void => {
  const isMisspelt = node.entries.some(
    ({ key }) => !commonKeys.includes(key) && !stepKindNames.includes(key),
  );
  if (isMisspelt) return;
  const isBroken = ['expect', 'always', 'never', 'output', 'fails', 'hold', 'alreadyTrue'].some(
    (key) => node.entries.some((entry) => entry.key === key) && isLost(step, key),
  );
  if (!isBroken) checkVacuous(step, role, problems);
};

const isLost = (step: Step, key: string): boolean => {
  const value: unknown = { ...step, hold: step.holdMs }[key as keyof Step];
  return value === undefined || (Array.isArray(value) && value.length === 0);
};

/** The JSON Schema of a step and, without the common keys, of an action. */
export const stepDefinitions = (): { step: JsonSchema; action: JsonSchema } => {
  const kinds = Object.fromEntries(
    anyKinds.map((kind) => [
      kind.kind,
      {
        description: kind.summary,
        ...kind.argument.schema(),
        ...(kind.argument.examples === undefined ? {} : { examples: [...kind.argument.examples] }),
      },
    ]),
  );
  const common = fieldSetSchema(commonFields)['properties'] as JsonSchema;
  const oneKind = stepKindNames.map((kind) => ({ required: [kind] }));
  const include = {
    type: 'string',
    pattern: '\\S',
    description: 'A file of shared steps (kind: Steps), put here in place of this item.',
  };
  return {
    step: {
      type: 'object',
      properties: { ...kinds, include, ...common },
      additionalProperties: false,
      oneOf: [...oneKind, { required: ['include'], maxProperties: 1 }],
    },
    action: {
      type: 'object',
      properties: Object.fromEntries(
        [...stepKindNames, 'name'].map((key) => [key, { $ref: `#/$defs/step/properties/${key}` }]),
      ),
      additionalProperties: false,
      oneOf: oneKind,
    },
  };
};

/** The definition of a step's kind. */
export const stepKindOf = (step: Step): StepKind => anyKinds.find(({ kind }) => kind === step.action.kind)!;
