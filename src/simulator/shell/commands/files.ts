/** Commands that act on files: ls, touch, mkdir, rm, rmdir, mv, cp, ln, find, chmod, readlink. */
import { readFlags, resolvePath } from '../command.ts';
import type { CommandDefinition, CommandInput } from '../command.ts';

/** What is said of a file that cannot be written. */
export const fileComplaints = {
  'read-only': 'Read-only file system',
  'is-directory': 'Is a directory',
  'no-directory': 'No such file or directory',
} as const;

const list = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv);
  const { files } = input.state.host;
  let status = 0;
  const names = operands.length === 0 ? ['.'] : operands;
  const print = (directory: string, name: string): void => {
    const path = directory === '' ? resolvePath(input.state, name) : `${directory}/${name}`;
    const isDirectory = files.isDirectory(path);
    const size = String(files.read(path)?.length ?? 4096).padStart(6);
    const date = new Date(input.state.host.nowMs()).toUTCString().slice(5, 11).split(' ').reverse().join(' ');
    input.out(
      flags.has('l')
        ? `${isDirectory ? 'drwxr-xr-x' : '-rw-r--r--'}    1 root     root       ${size} ${date} 00:00 ${name}\n`
        : `${name}\n`,
    );
  };
  for (const name of names) {
    const path = resolvePath(input.state, name);
    if (!files.exists(path)) {
      input.err(`ls: ${name}: No such file or directory\n`);
      status = 1;
    } else if (!files.isDirectory(path) || flags.has('d')) print('', name);
    else {
      if (names.length > 1) input.out(`${name}:\n`);
      for (const entry of files.list(path))
        if (flags.has('a') || !entry.startsWith('.')) print(path === '/' ? '' : path, entry);
    }
  }
  return status;
};

const copyOrMove =
  (isMoving: boolean) =>
  (input: CommandInput): number => {
    const { operands } = readFlags(input.argv);
    const { files } = input.state.host;
    const target = operands.at(-1) ?? '';
    const targetPath = resolvePath(input.state, target);
    let status = 0;
    for (const source of operands.slice(0, -1)) {
      const from = resolvePath(input.state, source);
      const text = files.read(from);
      if (text === undefined) {
        input.err(
          `${input.argv[0] ?? ''}: can't ${isMoving ? 'rename' : 'stat'} '${source}': No such file or directory\n`,
        );
        status = 1;
        continue;
      }
      const to = files.isDirectory(targetPath)
        ? `${targetPath}/${source.split('/').at(-1) ?? ''}`
        : targetPath;
      const failure = files.write(to, text);
      if (failure !== undefined) {
        input.err(`${input.argv[0] ?? ''}: can't create '${target}': ${fileComplaints[failure]}\n`);
        status = 1;
      } else if (isMoving) files.remove(from);
    }
    return status;
  };

const remove = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv);
  const { files } = input.state.host;
  const isRecursive = flags.has('r') || flags.has('R');
  let status = 0;
  for (const name of operands) {
    const path = resolvePath(input.state, name);
    const why = !files.exists(path)
      ? 'No such file or directory'
      : files.isDirectory(path) && !isRecursive
        ? 'Is a directory'
        : undefined;
    if (why === undefined) files.remove(path);
    else if (!flags.has('f') || why === 'Is a directory') {
      input.err(`rm: can't remove '${name}': ${why}\n`);
      status = 1;
    }
  }
  return status;
};

const make = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv, 'm');
  const { files } = input.state.host;
  let status = 0;
  for (const name of operands) {
    const path = resolvePath(input.state, name);
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    const why = flags.has('p')
      ? undefined
      : files.exists(path)
        ? 'File exists'
        : !files.isDirectory(parent)
          ? 'No such file or directory'
          : undefined;
    if (why === undefined) files.makeDirectory(path);
    else {
      input.err(`mkdir: can't create directory '${name}': ${why}\n`);
      status = 1;
    }
  }
  return status;
};

const touch = (input: CommandInput): number => {
  const { files } = input.state.host;
  let status = 0;
  for (const name of readFlags(input.argv).operands) {
    const path = resolvePath(input.state, name);
    if (files.exists(path)) continue;
    const failure = files.write(path, '');
    if (failure === undefined) continue;
    input.err(`touch: ${name}: ${fileComplaints[failure]}\n`);
    status = 1;
  }
  return status;
};

const find = (input: CommandInput): number => {
  const { files } = input.state.host;
  const [start = '.'] = input.argv.slice(1).filter((argument) => !argument.startsWith('-'));
  const option = (name: string): string | undefined => {
    const index = input.argv.indexOf(name);
    return index < 0 ? undefined : input.argv[index + 1];
  };
  const name = option('-name');
  const type = option('-type');
  const pattern =
    name === undefined
      ? undefined
      : new RegExp(
          `^${name
            .replace(/[.+^${}()|\\]/g, '\\$&')
            .replace(/\*/g, '.*')
            .replace(/\?/g, '.')}$`,
        );
  const walk = (path: string, shown: string): void => {
    const isDirectory = files.isDirectory(path);
    const isWanted =
      (pattern === undefined || pattern.test(path.split('/').at(-1) ?? '')) &&
      (type === undefined || (type === 'd') === isDirectory);
    if (isWanted) input.out(`${shown}\n`);
    if (isDirectory)
      for (const entry of files.list(path))
        walk(`${path === '/' ? '' : path}/${entry}`, `${shown === '/' ? '' : shown}/${entry}`);
  };
  const path = resolvePath(input.state, start);
  if (!files.exists(path)) {
    input.err(`find: ${start}: No such file or directory\n`);
    return 1;
  }
  walk(path, start);
  return 0;
};

export const fileCommands: readonly CommandDefinition[] = [
  { name: 'ls', run: list },
  { name: 'touch', run: touch },
  { name: 'mkdir', run: make },
  { name: 'rm', run: remove },
  { name: 'rmdir', run: remove },
  { name: 'mv', run: copyOrMove(true) },
  { name: 'cp', run: copyOrMove(false) },
  { name: 'ln', run: copyOrMove(false) },
  { name: 'find', run: find },
  { name: 'chmod', run: () => 0 },
  { name: 'chown', run: () => 0 },
  {
    name: 'readlink',
    run({ argv, state, out }) {
      out(`${resolvePath(state, readFlags(argv).operands[0] ?? '')}\n`);
      return 0;
    },
  },
];
