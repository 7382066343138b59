/** Executing commands in running containers, as `kubectl exec` does. */
import type { ExecResult } from '../../kube/index.ts';
import type { RuntimeContainer } from '../kubelet/container.ts';
import type { ContainerSurroundings } from './container-host.ts';
import { canStart, containerHost, isShellName, openShell } from './container-host.ts';
import type { Run } from './command.ts';
import { drive } from './drive.ts';
import type { Driven } from './drive.ts';
import type { Interpreter } from './interpreter.ts';

export interface ExecOptions {
  /** What is typed or piped into the command. */
  stdin?: string;
  tty?: boolean;
  /** Told of every piece of output as it comes. */
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
}

export type { ExecResult } from '../../kube/index.ts';

const killedExitCode = 137;

/** docker's answer to a command that is not in the container; it comes on standard output. */
const notFound = (name: string): ExecResult => {
  const why = name.includes('/')
    ? `stat ${name}: no such file or directory`
    : 'executable file not found in $PATH';
  const message = `exec failed: container_linux.go:349: starting container process caused "exec: \\"${name}\\": ${why}": unknown`;
  return { exitCode: 126, stdout: `OCI runtime exec failed: ${message}\r\n`, stderr: '' };
};

/** Whoever has killed the first process from an open shell stays in it until it is gone. */
function* stayUntilKilled(shell: Interpreter, script: string, run: Run): Run {
  const exitCode = yield* run;
  const isKilling =
    /(?:^|[;&\n|])\s*kill\s(?:.*\s)?1\s*(?:$|[;&\n])/m.test(script) && shell.state.lastStatus === 0;
  if (isKilling) yield { sleepMs: 5000, isIdle: false };
  return exitCode;
}

/** Calls `onEnd` when the command has ended: at once, unless it waits. The container's end ends it with 137. */
export const execIn = (
  surroundings: ContainerSurroundings,
  container: RuntimeContainer,
  argv: readonly string[],
  options: ExecOptions,
  onEnd: (result: ExecResult) => void,
): void => {
  const { world } = surroundings;
  const [name = ''] = argv;
  const host = containerHost(surroundings, container);
  if (!canStart(host, name)) {
    const failure = notFound(name);
    options.onOutput?.('stdout', failure.stdout);
    onEnd(failure);
    return;
  }
  const result: ExecResult = { exitCode: 0, stdout: '', stderr: '' };
  const process = container.addProcess(argv.join(' '));
  const stdin = options.stdin ?? '';
  const streams = {
    stdin,
    out: (text: string) => {
      result.stdout += text;
      options.onOutput?.('stdout', text);
    },
    err: (text: string) => {
      result.stderr += text;
      options.onOutput?.('stderr', text);
    },
  };
  const shell = openShell(host, process.pid);
  const isInteractive = isShellName(name) && argv.length === 1;
  const run = isInteractive
    ? stayUntilKilled(shell, stdin, shell.script(stdin, { ...streams, stdin: '' }))
    : shell.command(argv, streams);
  let isOver = false;
  const finish = (exitCode: number): void => {
    if (isOver) return;
    isOver = true;
    container.offEnd(onContainerEnd);
    container.removeProcess(process);
    onEnd({ ...result, exitCode });
  };
  const session: { driven?: Driven } = {};
  const onContainerEnd = (): void => {
    session.driven?.abandon();
    finish(killedExitCode);
  };
  container.onEnd(onContainerEnd);
  session.driven = drive(world, run, finish);
};
