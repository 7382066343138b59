/** Commands that make files of a size: dd, truncate, fallocate. */
import { readFlags, resolvePath } from '../command.ts';
import type { CommandDefinition, CommandInput } from '../command.ts';
import { fileComplaints } from './files.ts';

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  b: 512,
  k: 1024,
  K: 1024,
  m: 1 << 20,
  M: 1 << 20,
  g: 1 << 30,
  G: 1 << 30,
};

/** No volume of a lab holds more. */
const mostBytes = 1 << 30;

/** "10M" in bytes; undefined when it is none, or more than a lab can hold. */
const bytesOf = (text: string): number | undefined => {
  const [, digits, unit] = /^(\d+)([cbkKmMgG]?)$/.exec(text) ?? [];
  const bytes = digits === undefined ? undefined : Number(digits) * (unitBytes[unit ?? ''] ?? 1);
  return bytes === undefined || bytes > mostBytes ? undefined : bytes;
};

const write = (input: CommandInput, name: string, content: string): number => {
  const failure = input.state.host.files.write(resolvePath(input.state, name), content);
  if (failure === undefined) return 0;
  input.err(`${input.argv[0] ?? ''}: can't open '${name}': ${fileComplaints[failure]}\n`);
  return 1;
};

const zeros = (bytes: number): string => '\0'.repeat(bytes);

/** Of devices only those that yield zeros or nothing are read; everything else is a file. */
const dd = (input: CommandInput): number => {
  const operands = new Map(
    input.argv.slice(1).map((word) => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1)] as const;
    }),
  );
  const blockBytes = bytesOf(operands.get('bs') ?? '512');
  const count = operands.has('count') ? bytesOf(operands.get('count') ?? '') : undefined;
  if (blockBytes === undefined || (operands.has('count') && count === undefined)) {
    input.err(`dd: invalid number '${operands.get('bs') ?? operands.get('count') ?? ''}'\n`);
    return 1;
  }
  const from = operands.get('if');
  const isEndless = from === '/dev/zero' || from === '/dev/urandom';
  if (isEndless && count === undefined) {
    input.err('dd: without count= this would never end\n');
    return 1;
  }
  const source =
    from === undefined ? input.stdin : input.state.host.files.read(resolvePath(input.state, from));
  if (source === undefined && !isEndless) {
    input.err(`dd: can't open '${from ?? ''}': No such file or directory\n`);
    return 1;
  }
  const wantedBytes = count === undefined ? Infinity : blockBytes * count;
  if (isEndless && wantedBytes > mostBytes) {
    input.err('dd: no space left on device\n');
    return 1;
  }
  const content = isEndless ? zeros(wantedBytes) : (source ?? '').slice(0, wantedBytes);
  const to = operands.get('of');
  if (to === undefined) input.out(content);
  else if (to !== '/dev/null' && write(input, to, content) !== 0) return 1;
  const [whole, part] = [Math.floor(content.length / blockBytes), content.length % blockBytes === 0 ? 0 : 1];
  input.err(`${whole}+${part} records in\n${whole}+${part} records out\n`);
  return 0;
};

/** `-s SIZE FILE`, or `-l SIZE FILE`. */
const sized =
  (flag: 's' | 'l') =>
  (input: CommandInput): number => {
    const words = input.argv.slice(1);
    const at = words.indexOf(`-${flag}`);
    const bytes = at === -1 ? undefined : bytesOf(words[at + 1] ?? '');
    const { operands } = readFlags([
      input.argv[0] ?? '',
      ...words.toSpliced(Math.max(at, 0), at === -1 ? 0 : 2),
    ]);
    const [name] = operands;
    if (bytes === undefined || name === undefined) {
      input.err(`${input.argv[0] ?? ''}: usage: ${input.argv[0] ?? ''} -${flag} SIZE FILE\n`);
      return 1;
    }
    const old = input.state.host.files.read(resolvePath(input.state, name)) ?? '';
    return write(input, name, old.slice(0, bytes) + zeros(Math.max(0, bytes - old.length)));
  };

export const sizedFileCommands: readonly CommandDefinition[] = [
  { name: 'dd', run: dd },
  { name: 'truncate', run: sized('s') },
  { name: 'fallocate', run: sized('l') },
];
