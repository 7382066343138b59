/** The shell and commands of containers. */
export { attachTo } from './attach.ts';
export type { Attached } from './attach.ts';
export { execIn } from './exec.ts';
export type { ExecOptions, ExecResult } from './exec.ts';
export type { ContainerSurroundings } from './container-host.ts';
export { onlyLooks } from './only-looks.ts';
export { createProgramRunner } from './programs.ts';
export { openTerminal } from './terminal.ts';
export type { Terminal } from './terminal.ts';
