/** What a command of a container is given, and what it answers. */
import type { ContainerFiles } from '../kubelet/container-files.ts';
import type { HttpAnswer, HttpFailure, HttpRequest } from '../network/http.ts';

/** A wait in virtual time. Infinity: until a signal. Idle: it leads to nothing new by itself. */
export interface Pause {
  sleepMs: number;
  isIdle: boolean;
}

/** Something that takes virtual time; it ends with its exit code. */
export type Run<Result = number> = Generator<Pause, Result>;

/** The container in which a shell runs. */
export interface ShellHost {
  readonly files: ContainerFiles;
  readonly hostname: string;
  readonly address: string;
  readonly workingDir: string;
  environment(): Record<string, string>;
  nowMs(): number;
  /** Whether the image has this program in its PATH. */
  has(command: string): boolean;
  processes(): { pid: number; command: string }[];
  /** False when there is no such process. */
  signal(pid: number, signal: string): boolean;
  request(request: Omit<HttpRequest, 'from'>): HttpAnswer | HttpFailure;
  resolve(host: string): string[];
  /** Runs the image's own program with these arguments when that ends at once ("nginx -v"). */
  runProgram(argv: readonly string[]): { output: string; exitCode: number } | undefined;
}

export interface ShellState {
  readonly host: ShellHost;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  workingDir: string;
  lastStatus: number;
  positional: readonly string[];
  /** Scripts to run when a signal comes, by its name. */
  readonly traps: Map<string, string>;
  /** This shell's process id. */
  pid: number;
}

export interface Streams {
  readonly stdin: string;
  out(text: string): void;
  err(text: string): void;
}

export interface CommandInput extends Streams {
  /** The first is the command's name. */
  argv: readonly string[];
  state: ShellState;
  /** Runs another command: env, xargs, time. */
  run(argv: readonly string[], streams: Streams): Run;
}

export interface CommandDefinition {
  name: string;
  run(input: CommandInput): number | Run;
}

export const resolvePath = ({ host, workingDir }: ShellState, path: string): string =>
  host.files.resolve(path, workingDir);

/** Flags of single letters, and what is no flag. Letters in `withValue` take the rest or the next argument. */
export const readFlags = (argv: readonly string[], withValue = '') => {
  const flags = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 1; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--') {
      operands.push(...argv.slice(index + 1));
      break;
    }
    if (!/^-[^-]/.test(argument)) {
      operands.push(argument);
      continue;
    }
    for (let letter = 1; letter < argument.length; letter++) {
      const name = argument[letter] ?? '';
      if (!withValue.includes(name)) {
        flags.set(name, '');
        continue;
      }
      const rest = argument.slice(letter + 1);
      flags.set(name, rest !== '' ? rest : (argv[++index] ?? ''));
      break;
    }
  }
  return { flags, operands };
};

/** The text of each file named, or of standard input when none is; what cannot be read is reported. */
export const readInputs = (
  input: CommandInput,
  names: readonly string[],
): { texts: { name: string; text: string }[]; hasFailed: boolean } => {
  if (names.length === 0) return { texts: [{ name: '-', text: input.stdin }], hasFailed: false };
  const texts: { name: string; text: string }[] = [];
  let hasFailed = false;
  for (const name of names) {
    if (name === '-') {
      texts.push({ name, text: input.stdin });
      continue;
    }
    const path = resolvePath(input.state, name);
    const text = path === '/dev/null' ? '' : input.state.host.files.read(path);
    if (text !== undefined) texts.push({ name, text });
    else {
      hasFailed = true;
      const why = input.state.host.files.isDirectory(path) ? 'Is a directory' : 'No such file or directory';
      input.err(`${input.argv[0] ?? ''}: ${name}: ${why}\n`);
    }
  }
  return { texts, hasFailed };
};

export const linesOf = (text: string): string[] => {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
};
