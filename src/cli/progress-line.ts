/** One line on a terminal's standard error that says what is being played; gone before anything else is printed. */
import type { RunListener } from '../runner/index.ts';
import type { Terminal } from './define-command.ts';

const erase = '\r\u001b[K';

/** A listener that keeps the line; does nothing where standard error is no terminal. */
export const progressLine = (
  terminal: Pick<Terminal, 'err' | 'columns' | 'isErrTerminal'>,
  isQuiet: boolean,
): RunListener => {
  if (!terminal.isErrTerminal || isQuiet) return () => undefined;
  let isShown = false;
  let done = 0;
  let scenarios = 0;
  return (event) => {
    if (event.type === 'run-start') scenarios = event.scenarios;
    if (event.type === 'step-start') {
      const text = `[${done + 1}/${scenarios}] ${event.scenario.name} › ${event.name}`;
      terminal.err(`${erase}${text.slice(0, terminal.columns - 1)}`);
      isShown = true;
    } else if (isShown && event.type !== 'step-end') {
      terminal.err(erase);
      isShown = false;
    }
    if (event.type === 'scenario-end') done++;
  };
};
