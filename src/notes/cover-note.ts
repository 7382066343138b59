/** Says of each command line of a note which step proves it, why it is refused, or that it is not covered. */
import { commandLines } from './command-lines.ts';
import type { CommandLine } from './command-lines.ts';
import { findProgram } from './programs.ts';
import type { Proof } from './proofs.ts';
import { commandShape, sameCommand } from './same-command.ts';
import type { CommandShape } from './same-command.ts';

export interface CoveredLine extends CommandLine {
  status: 'proven' | 'refused' | 'uncovered';
  /** When proven. */
  by?: Proof;
  /** When refused. */
  reason?: string;
}

/** A command line that is not to be proved; captures and placeholders in it stand for anything. */
export interface Refusal {
  command: string;
  reason: string;
}

/** "3.3.1 by file" means section 3.3.1; other headings count whole, in any case. */
const sectionName = (text: string): string => /^\d+(?:\.\d+)*(?=\s|$)/.exec(text)?.[0] ?? text.toLowerCase();

const isPlaceOf = (
  proof: Proof,
  { section, step, isInline, opensShell }: CommandLine,
  sections: ReadonlySet<string>,
): boolean => {
  const named = proof.section === undefined ? undefined : sectionName(proof.section);
  if (named === undefined) return true;
  // Notes without numbers are referred to in other words than their headings have.
  if (!sections.has(named)) return !/^\d/.test(named);
  const own = section?.toLowerCase() ?? '';
  const isSection = own === named || own.startsWith(`${named}.`);
  return (
    isSection &&
    (isInline || opensShell || proof.step === undefined || step === undefined || step === proof.step)
  );
};

/** "while …; do curl …; done" is proved by what proves one of its requests. */
const partsOf = ({ command }: CommandLine): CommandShape[] => {
  if (!/\b(?:while|for)\b/.test(command)) return [];
  const inner = /`([^`]+)`/.exec(command)?.[1] ?? /\((Invoke-RestMethod [^)]+)\)/.exec(command)?.[1];
  return inner === undefined ? [] : [commandShape(inner)];
};

/** The nearer the place, the better; among equals the scenario that proves the line before goes on. */
const closeness = (proof: Proof, line: CommandLine, before: CoveredLine | undefined): number =>
  (proof.isVerbatim ? 0.1 : 0) +
  (proof.scenario === before?.by?.scenario ? 0.5 : 0) +
  (proof.file === undefined ? 0 : 4) +
  (proof.section !== undefined && sectionName(proof.section) === line.section?.toLowerCase() ? 2 : 0) +
  (proof.step !== undefined && proof.step === line.step ? 1 : 0);

/** Why no step is to be expected for it. */
const refusalOf = (
  line: CommandLine,
  refusals: readonly (Refusal & { shape: CommandShape })[],
): string | undefined => {
  const shape = commandShape(line.command);
  const named = refusals.find((refusal) => sameCommand(refusal.shape, shape));
  if (named !== undefined) return named.reason;
  if (line.program === 'kubectl' || line.isInContainer) return undefined;
  if (line.program !== 'curl' && line.program !== 'wget') return findProgram(line.program)?.refusal;
  if (/\b(?:127\.0\.0\.1|localhost)\b/.test(line.command))
    return 'not a Kubernetes command: it asks this machine, not the cluster';
  const host = /https:\/\/([\w-]+\.)+[a-z]{2,}\b/i.exec(line.command)?.[0];
  return host === undefined ? undefined : `not a Kubernetes command: it needs ${host}`;
};

/** Covers the note `file` (its base name is what scenarios name); proofs that name another note are left out. */
export const coverNote = (
  file: string,
  text: string,
  proofs: readonly Proof[],
  refusals: readonly Refusal[] = [],
): CoveredLine[] => {
  const name = file.split(/[/\\]/).at(-1)!;
  const here = proofs.filter((proof) => proof.file === undefined || proof.file === name);
  const lines = commandLines(text);
  const sections = new Set(
    lines.flatMap(({ section = '' }) =>
      section
        .toLowerCase()
        .split('.')
        .map((_, index, parts) => parts.slice(0, index + 1).join('.')),
    ),
  );
  const known = refusals.map((refusal) => ({ ...refusal, shape: commandShape(refusal.command) }));
  let before: CoveredLine | undefined;
  const cover = (line: CommandLine): CoveredLine => {
    const shapes = [commandShape(line.command), ...partsOf(line)];
    const [by] = here
      .filter(
        (proof) =>
          isPlaceOf(proof, line, sections) && shapes.some((shape) => sameCommand(proof.shape, shape)),
      )
      .sort((left, right) => closeness(right, line, before) - closeness(left, line, before));
    if (by !== undefined) return { ...line, status: 'proven', by };
    const reason = refusalOf(line, known);
    return reason === undefined ? { ...line, status: 'uncovered' } : { ...line, status: 'refused', reason };
  };
  return lines.map((line) => {
    if (before?.section !== line.section) before = undefined;
    const covered = cover(line);
    if (covered.by !== undefined) before = covered;
    return covered;
  });
};
