/** Attaching to the first process of a container: what it writes from now on and, where it is an open shell, its input. */
import type { LogLine, RuntimeContainer } from '../kubelet/container.ts';
import { containerHost, openShell } from './container-host.ts';
import type { ContainerSurroundings } from './container-host.ts';
import { drive } from './drive.ts';
import type { Interpreter } from './interpreter.ts';
import { isOpenShell, logStreams } from './programs.ts';
import { openTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** First processes that have been attached to: what is typed by one client, the next finds. */
const firstShells = new WeakMap<RuntimeContainer, Interpreter>();

export interface AttachedShell {
  /** A terminal at the shell; its end is the container's. */
  terminal(out: (text: string) => void): Terminal;
  /** Runs all that is piped into it, and ends. */
  run(script: string): void;
  /** The shell's input ends when the first client leaves. */
  isOnce: boolean;
}

export interface Attached {
  /** Absent where the first process reads nothing. */
  shell?: AttachedShell;
  detach(): void;
}

/** `onLine` is told of every line that is logged, `onEnd` when the container has ended. `exit` ends it. */
export const attachTo = (
  surroundings: ContainerSurroundings,
  container: RuntimeContainer,
  listeners: { onLine: (line: LogLine) => void; onEnd: () => void },
  exit: (exitCode: number) => void,
): Attached => {
  const forget = container.listenLog(listeners.onLine);
  container.onEnd(listeners.onEnd);
  const detach = (): void => {
    forget();
    container.offEnd(listeners.onEnd);
  };
  if (!isOpenShell(container)) return { detach };
  const logged = logStreams(container);
  const first = (): Interpreter => {
    let shell = firstShells.get(container);
    if (shell === undefined)
      firstShells.set(container, (shell = openShell(containerHost(surroundings, container), 1)));
    return shell;
  };
  const shell: AttachedShell = {
    isOnce: container.spec.stdinOnce === true,
    terminal(out) {
      // The client hears what it types itself at once, and not by the log again.
      forget();
      const write = (text: string): void => {
        out(text);
        logged.out(text);
      };
      return openTerminal(surroundings, container, container.argv[0] ?? 'sh', write, exit, first());
    },
    run(script) {
      drive(surroundings.world, first().script(script, logged), (exitCode) => {
        logged.flush();
        exit(exitCode);
      });
    },
  };
  return { shell, detach };
};
