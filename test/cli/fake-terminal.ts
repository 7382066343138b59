/** A terminal of 80 columns that keeps what is printed, to run the command line inside a test. */
import type { Terminal } from '../../src/cli/define-command.ts';
import { runProgram } from '../../src/cli/program.ts';

export interface Played {
  code: number;
  out: string;
  err: string;
}

export const play = async (argv: readonly string[], overrides: Partial<Terminal> = {}): Promise<Played> => {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    columns: 80,
    isColoured: false,
    isErrTerminal: false,
    cwd: process.cwd(),
    isInterrupted: () => false,
    ...overrides,
  };
  const code = await runProgram(argv, terminal);
  return { code, out, err };
};
