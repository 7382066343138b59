/** Proof: a step of a scenario with the command lines it stands for, and the place of the note it names. */
import type { Scenario, Step } from '../scenario/index.ts';
import { opensShell } from './command-lines.ts';
import type { NotePlace } from './read-markdown.ts';
import { commandShape } from './same-command.ts';
import type { CommandShape } from './same-command.ts';

export interface Proof extends NotePlace {
  scenario: Scenario;
  step: number | undefined;
  proving: Step;
  /** The base name of the note's file; absent where neither step nor scenario names one. */
  file?: string;
  shape: CommandShape;
  /** It runs the line (or nearly), so that what it prints is what the line prints. */
  isVerbatim: boolean;
}

const baseName = (file: string): string => file.split(/[/\\]/).at(-1)!;

/** What the step types into the shell that it opens in a container. */
const typedInside = ({ action }: Step): string[] =>
  action.kind === 'kubectl' && opensShell(`kubectl ${action.argument.line}`)
    ? (action.argument.stdin ?? '').split(/\n|;/).filter((text) => text.trim() !== '')
    : [];

/** What the step runs, as a person would type it. */
const ownLine = ({ action }: Step): string | undefined => {
  if (action.kind === 'kubectl') return `kubectl ${action.argument.line}`;
  if (action.kind !== 'exec') return undefined;
  const { command } = action.argument;
  return typeof command === 'string' ? command : command.join(' ');
};

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

const watches = (line: string): boolean => /\s(?:-w|--watch)\b/.test(line);

const proofsOfStep = (scenario: Scenario, proving: Step): Proof[] => {
  const line = ownLine(proving);
  const lines = [
    ...(line === undefined ? [] : [{ text: line, isVerbatim: true }]),
    ...typedInside(proving).map((text) => ({ text, isVerbatim: true })),
    ...(proving.note?.command ?? '')
      .split('\n')
      .filter((text) => text.trim() !== '')
      .map((text) => ({ text, isVerbatim: line !== undefined && watches(text) === watches(line) })),
  ];
  const section = proving.note?.section ?? scenario.note?.section;
  const file = proving.note?.file ?? scenario.note?.file;
  return lines.map(({ text, isVerbatim }) => ({
    scenario,
    proving,
    step: numberOf(
      proving.note?.step ?? (proving.note?.section === undefined ? scenario.note?.step : undefined),
    ),
    shape: commandShape(text),
    isVerbatim,
    ...(section === undefined ? {} : { section }),
    ...(file === undefined ? {} : { file: baseName(file) }),
  }));
};

/** What the steps of the scenarios prove; steps of `setup` and `cleanup` need not expect anything, so they prove nothing. */
export const proofsOf = (scenarios: readonly Scenario[]): Proof[] =>
  scenarios.flatMap((scenario) =>
    scenario.steps.filter((step) => !step.isSetup).flatMap((step) => proofsOfStep(scenario, step)),
  );
