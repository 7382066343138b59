/** Runs the first process of a container when it is a command or a script instead of the image's service. */
import type { ProgramRunner } from '../kubelet/container-engine.ts';
import type { RuntimeContainer } from '../kubelet/container.ts';
import type { ContainerSurroundings } from './container-host.ts';
import { canStart, containerHost, isShellName, openShell } from './container-host.ts';
import type { Run, Streams } from './command.ts';
import { drive } from './drive.ts';

/** Writes whole lines to the container's log; what is left without a line feed comes at the end. */
export const logStreams = (container: RuntimeContainer): Streams & { flush(): void } => {
  const pending = { stdout: '', stderr: '' };
  const write = (stream: 'stdout' | 'stderr', text: string): void => {
    const lines = (pending[stream] + text).split('\n');
    pending[stream] = lines.pop() ?? '';
    for (const line of lines) container.writeLog(line, stream);
  };
  return {
    stdin: '',
    out: (text) => {
      write('stdout', text);
    },
    err: (text) => {
      write('stderr', text);
    },
    flush() {
      for (const stream of ['stdout', 'stderr'] as const)
        if (pending[stream] !== '') container.writeLog(pending[stream], stream);
    },
  };
};

/** The first process is a shell that waits for what is typed. */
export const isOpenShell = ({ argv, spec }: RuntimeContainer): boolean =>
  isShellName(argv[0] ?? '') && argv.length === 1 && (spec.stdin === true || spec.tty === true);

function* forever(): Run {
  yield { sleepMs: Infinity, isIdle: true };
  return 0;
}

/** Of a first process, signals do nothing unless its script traps them. */
export const createProgramRunner =
  (surroundingsOf: (container: RuntimeContainer) => ContainerSurroundings | undefined): ProgramRunner =>
  (container, onExit) => {
    const surroundings = surroundingsOf(container);
    const [name = ''] = container.argv;
    if (surroundings === undefined || name === '') return false;
    const host = containerHost(surroundings, container);
    if (!canStart(host, name)) return false;
    const { world } = surroundings;
    const shell = openShell(host, 1);
    const streams = logStreams(container);
    const end = (exitCode: number): void => {
      streams.flush();
      onExit(exitCode);
    };
    // The first step comes after the engine has told of the start.
    const start = world.after(0, () => {
      const driven = drive(
        world,
        isOpenShell(container) ? forever() : shell.command(container.argv, streams),
        end,
      );
      container.onEnd(() => {
        driven.abandon();
      });
    });
    container.onEnd(() => {
      world.cancel(start);
    });
    container.onSignal = (signal) => {
      const trap = shell.state.traps.get(signal);
      if (trap === undefined) return;
      drive(world, shell.script(trap, streams), (exitCode) => {
        if (/\bexit\b/.test(trap)) end(exitCode);
      });
    };
    return true;
  };
