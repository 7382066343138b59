/** A shell in a container at a terminal: it keeps its state from line to line. */
import type { RuntimeContainer } from '../kubelet/container.ts';
import { containerHost, openShell } from './container-host.ts';
import type { ContainerSurroundings } from './container-host.ts';
import { drive } from './drive.ts';
import type { Driven } from './drive.ts';
import type { Interpreter } from './interpreter.ts';

export interface Terminal {
  /** As the shell asks for the next line. */
  prompt(): string;
  /** Runs a line; `onEnd` is called when the next can be typed. "exit" and its like end the session. */
  enter(line: string, onEnd: () => void): void;
  /** Stops what runs; the shell goes on (Ctrl-C). */
  interrupt(): void;
  /** Ends the session (Ctrl-D, or the client is gone). */
  close(): void;
}

const leaving = /^\s*(?:exit|logout)(?:\s+(\d+))?\s*;?\s*$/;
const killedExitCode = 137;
const interruptedExitCode = 130;

/** `onExit` is called once, with the shell's exit code. `first`: the shell that the container's first process is. */
export const openTerminal = (
  surroundings: ContainerSurroundings,
  container: RuntimeContainer,
  shellName: string,
  out: (text: string) => void,
  onExit: (exitCode: number) => void,
  first?: Interpreter,
): Terminal => {
  const process = first === undefined ? container.addProcess(shellName) : undefined;
  const shell = first ?? openShell(containerHost(surroundings, container), process?.pid ?? 1);
  let running: { driven?: Driven; onEnd: () => void } | undefined;
  let isOver = false;
  const exit = (exitCode: number): void => {
    if (isOver) return;
    isOver = true;
    running?.driven?.abandon();
    container.offEnd(onContainerEnd);
    if (process !== undefined) container.removeProcess(process);
    onExit(exitCode);
  };
  const onContainerEnd = (): void => exit(killedExitCode);
  container.onEnd(onContainerEnd);
  const finish = (): void => {
    const ended = running;
    running = undefined;
    if (!isOver) ended?.onEnd();
  };
  const isBash = shellName.endsWith('bash');
  return {
    prompt() {
      const place = shell.state.workingDir.replace(/^\/root(?=\/|$)/, '~');
      return isBash ? `root@${container.sandbox.hostname}:${place}# ` : `# `;
    },
    enter(line, onEnd) {
      const left = leaving.exec(line);
      if (left !== null) {
        if (isBash) out('exit\n');
        exit(Number(left[1] ?? shell.state.lastStatus));
        return;
      }
      const session: { driven?: Driven; onEnd: () => void } = { onEnd };
      running = session;
      const driven = drive(surroundings.world, shell.script(line, { stdin: '', out, err: out }), finish);
      if (running === session) session.driven = driven;
    },
    interrupt() {
      if (running === undefined) return;
      running.driven?.abandon();
      shell.state.lastStatus = interruptedExitCode;
      finish();
    },
    close: () => exit(shell.state.lastStatus),
  };
};
