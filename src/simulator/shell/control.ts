/** The built-ins that act on the shell itself: cd, export, exit, break, read, … */
import type { CommandInput, Run } from './command.ts';
import { linesOf, resolvePath } from './command.ts';

/** Ends the shell. */
export class ShellExit {
  readonly exitCode: number;
  constructor(exitCode: number) {
    this.exitCode = exitCode;
  }
}

/** Leaves or goes on with a loop. */
export class LoopControl {
  readonly kind: 'break' | 'continue';
  readonly levels: number;
  constructor(kind: 'break' | 'continue', levels: number) {
    this.kind = kind;
    this.levels = levels;
  }
}

const leave = ({ argv, state }: CommandInput): number => {
  throw new ShellExit(argv[1] === undefined ? state.lastStatus : Number(argv[1]) & 255);
};

const loopControl =
  (kind: 'break' | 'continue') =>
  ({ argv }: CommandInput): number => {
    throw new LoopControl(kind, Number(argv[1] ?? '1'));
  };

const changeDirectory = ({ argv, state, err }: CommandInput): number => {
  const target = argv[1] ?? state.variables.get('HOME') ?? '/';
  const path = resolvePath(state, target);
  if (!state.host.files.isDirectory(path)) {
    err(`sh: cd: ${target}: No such file or directory\n`);
    return 1;
  }
  state.workingDir = path;
  state.variables.set('PWD', path);
  return 0;
};

const assign = ({ argv, state }: CommandInput): number => {
  for (const argument of argv.slice(1)) {
    const [name = '', value] = argument.split(/=(.*)/s, 2);
    if (value !== undefined) state.variables.set(name, value);
    if (argv[0] === 'export') state.exported.add(name);
  }
  return 0;
};

const unset = ({ argv, state }: CommandInput): number => {
  for (const name of argv.slice(1)) state.variables.delete(name);
  return 0;
};

const readLine = ({ argv, state, stdin }: CommandInput): number => {
  const [line] = linesOf(stdin);
  const names = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const fields = (line ?? '').trim().split(/\s+/);
  names.forEach((name, index) => {
    state.variables.set(
      name,
      index === names.length - 1 ? fields.slice(index).join(' ') : (fields[index] ?? ''),
    );
  });
  return line === undefined ? 1 : 0;
};

const typeOf = ({ argv, state, out, err }: CommandInput): number => {
  for (const name of argv.slice(1)) {
    if (builtIns.has(name)) out(`${name} is a shell builtin\n`);
    else if (state.host.has(name)) out(`${name} is /usr/bin/${name}\n`);
    else {
      err(`sh: type: ${name}: not found\n`);
      return 1;
    }
  }
  return 0;
};

const setTrap = ({ argv, state }: CommandInput): number => {
  for (const name of argv.slice(2))
    state.traps.set(
      name.toUpperCase().replace(/^SIG/, '').replace(/^15$/, 'TERM').replace(/^2$/, 'INT'),
      argv[1] ?? '',
    );
  return 0;
};

const nothing = (): number => 0;

export const builtIns: ReadonlyMap<string, (input: CommandInput) => number | Run> = new Map([
  ['exit', leave],
  ['return', leave],
  ['break', loopControl('break')],
  ['continue', loopControl('continue')],
  ['cd', changeDirectory],
  ['export', assign],
  ['local', assign],
  ['readonly', assign],
  ['unset', unset],
  ['read', readLine],
  ['type', typeOf],
  [':', nothing],
  ['set', nothing],
  ['trap', setTrap],
  ['umask', nothing],
  ['ulimit', nothing],
  ['wait', nothing],
]);
