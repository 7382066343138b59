#!/usr/bin/env node
/** The labproof executable: the process around the program. */
import { writeSync } from 'node:fs';
import * as nodeModule from 'node:module';
import type { Terminal } from './define-command.ts';
import { exitCodes } from './exit-code.ts';

// Node 22.8 and later keep compiled modules for the next start; older ones have no such function.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

let interruptions = 0;
const interrupt = (): void => {
  interruptions++;
  // The second time the user means it: no report, no clean-up.
  if (interruptions > 1) process.exit(exitCodes.interrupted);
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

/** Writes whole, also into a pipe that is slow to read; a reader that has gone away ends the program quietly. */
const write = (descriptor: 1 | 2, text: string): void => {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(exitCodes.passed);
      if (code !== 'EAGAIN') throw error;
    }
  }
};

const environment = process.env;
const mayColour = environment['NO_COLOR'] === undefined || environment['NO_COLOR'] === '';
const isForced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';

const terminal: Terminal = {
  out: (text) => write(1, text),
  err: (text) => write(2, text),
  columns: process.stdout.isTTY ? Math.max(40, process.stdout.columns) : 80,
  isColoured: mayColour && (process.stdout.isTTY || isForced),
  isErrTerminal: process.stderr.isTTY,
  cwd: process.cwd(),
  isInterrupted: () => interruptions > 0,
};

// Imported only now, so that it comes from the cache.
const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2), terminal);
