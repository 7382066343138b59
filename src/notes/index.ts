/** Lab notes: the command lines of a Markdown note, which scenarios prove them, and whether what it prints is still printed. */
export { commandLines } from './command-lines.ts';
export type { CommandLine } from './command-lines.ts';
export { compareOutput } from './compare-output.ts';
export { coverNote } from './cover-note.ts';
export type { CoveredLine, Refusal } from './cover-note.ts';
export { coverageFigure, kubectlLines } from './coverage-figure.ts';
export type { CoverageFigure } from './coverage-figure.ts';
export { proofsOf } from './proofs.ts';
export type { Proof } from './proofs.ts';
