/** echo, printf, yes, seq, true, false, pwd, basename, dirname, expr. */
import { evaluateArithmetic } from '../arithmetic.ts';
import { readFlags } from '../command.ts';
import type { CommandDefinition } from '../command.ts';

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  a: '\x07',
  '"': '"',
  "'": "'",
};
const unescape = (text: string): string =>
  text.replace(/\\(0[0-7]{1,3}|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/g, (whole, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8));
    if (code.startsWith('x') && code.length > 1) return String.fromCharCode(parseInt(code.slice(1), 16));
    return escapes[code] ?? whole;
  });

const format = (template: string, values: readonly string[]): { text: string; used: number } => {
  let used = 0;
  const text = unescape(template).replace(
    /%(-?0?)(\d*)(?:\.(\d+))?([sdifxcb%])/g,
    (_, flag: string, width: string, precision: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const value = values[used++] ?? '';
      const number = Number(value) || 0;
      let shown = value;
      if (kind === 'd' || kind === 'i') shown = String(Math.trunc(number));
      else if (kind === 'f') shown = number.toFixed(precision === undefined ? 6 : Number(precision));
      else if (kind === 'x') shown = Math.trunc(number).toString(16);
      else if (kind === 'c') shown = value.slice(0, 1);
      else if (kind === 'b') shown = unescape(value);
      if (width === '') return shown;
      return flag.startsWith('-')
        ? shown.padEnd(Number(width))
        : shown.padStart(Number(width), flag.includes('0') ? '0' : ' ');
    },
  );
  return { text, used };
};

const simple = (name: string, code: number): CommandDefinition => ({ name, run: () => code });

export const printCommands: readonly CommandDefinition[] = [
  simple('true', 0),
  simple('false', 1),
  {
    name: 'echo',
    run({ argv, out }) {
      let index = 1;
      let [hasNewline, isEscaped] = [true, false];
      for (; /^-[neE]+$/.test(argv[index] ?? ''); index++) {
        hasNewline &&= !(argv[index] ?? '').includes('n');
        isEscaped ||= (argv[index] ?? '').includes('e');
      }
      const text = argv.slice(index).join(' ');
      out((isEscaped ? unescape(text) : text) + (hasNewline ? '\n' : ''));
      return 0;
    },
  },
  {
    name: 'printf',
    run({ argv, out }) {
      const [, template = '', ...values] = argv;
      let rest = values;
      do {
        const { text, used } = format(template, rest);
        out(text);
        if (used === 0) break;
        rest = rest.slice(used);
      } while (rest.length > 0);
      return 0;
    },
  },
  {
    name: 'yes',
    *run({ argv, out }) {
      // Nobody reads so much: a screenful, then silence.
      for (let line = 0; line < 100; line++) out(`${argv.slice(1).join(' ') || 'y'}\n`);
      yield { sleepMs: Infinity, isIdle: true };
      return 0;
    },
  },
  {
    name: 'seq',
    run({ argv, out }) {
      const numbers = argv.slice(1).map(Number);
      const [first, step, last] =
        numbers.length === 1
          ? [1, 1, numbers[0] ?? 0]
          : numbers.length === 2
            ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
            : [numbers[0] ?? 1, numbers[1] ?? 1, numbers[2] ?? 0];
      if (step === 0) return 1;
      for (let value = first; step > 0 ? value <= last : value >= last; value += step) out(`${value}\n`);
      return 0;
    },
  },
  {
    name: 'pwd',
    run({ state, out }) {
      out(`${state.workingDir}\n`);
      return 0;
    },
  },
  {
    name: 'basename',
    run({ argv, out }) {
      const name = (argv[1] ?? '').replace(/\/+$/, '').split('/').at(-1) ?? '';
      const suffix = argv[2] ?? '';
      out(`${suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
      return 0;
    },
  },
  {
    name: 'dirname',
    run({ argv, out }) {
      const path = argv[1] ?? '';
      out(`${path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : '.'}\n`);
      return 0;
    },
  },
  {
    name: 'expr',
    run({ argv, out }) {
      const value = evaluateArithmetic(argv.slice(1).join(' '), { get: () => NaN, set: () => undefined });
      out(`${value ?? argv.slice(1).join(' ')}\n`);
      return value === 0 ? 1 : 0;
    },
  },
  {
    name: 'test',
    run: ({ argv, state }) =>
      judge(argv.slice(1), (path) =>
        stat(state.host.files, state.host.files.resolve(path, state.workingDir)),
      ),
  },
  {
    name: '[',
    run({ argv, state, err }) {
      if (argv.at(-1) !== ']') {
        err("sh: [: missing `]'\n");
        return 2;
      }
      return judge(argv.slice(1, -1), (path) =>
        stat(state.host.files, state.host.files.resolve(path, state.workingDir)),
      );
    },
  },
  {
    name: 'tee',
    run({ argv, state, stdin, out }) {
      const { flags, operands } = readFlags(argv);
      out(stdin);
      for (const name of operands) {
        const path = state.host.files.resolve(name, state.workingDir);
        state.host.files.write(path, (flags.has('a') ? (state.host.files.read(path) ?? '') : '') + stdin);
      }
      return 0;
    },
  },
];

interface FileFacts {
  isFile: boolean;
  isDirectory: boolean;
  size: number;
}

const stat = (
  files: { read(path: string): string | undefined; isDirectory(path: string): boolean },
  path: string,
): FileFacts => {
  const text = files.read(path);
  return { isFile: text !== undefined, isDirectory: files.isDirectory(path), size: text?.length ?? 0 };
};

/** What `test` answers: 0 true, 1 false. */
const judge = (terms: readonly string[], facts: (path: string) => FileFacts): number => {
  const or = terms.indexOf('-o');
  if (or > 0) return Math.min(judge(terms.slice(0, or), facts), judge(terms.slice(or + 1), facts));
  const and = terms.indexOf('-a');
  if (and > 0) return Math.max(judge(terms.slice(0, and), facts), judge(terms.slice(and + 1), facts));
  if (terms[0] === '!') return 1 - judge(terms.slice(1), facts);
  const [left = '', operator = '', right = ''] = terms;
  if (terms.length <= 1) return left === '' ? 1 : 0;
  if (terms.length === 2) {
    const { isFile, isDirectory, size } = facts(operator);
    const unary: Record<string, boolean> = {
      '-e': isFile || isDirectory, '-f': isFile, '-d': isDirectory, '-s': size > 0, '-r': isFile || isDirectory, '-w': isFile || isDirectory, '-x': isFile || isDirectory,
      '-n': operator !== '', '-z': operator === '',
    }; // prettier-ignore
    return unary[left] === true ? 0 : 1;
  }
  const [a, b] = [Number(left), Number(right)];
  const binary: Record<string, boolean> = {
    '=': left === right, '==': left === right, '!=': left !== right,
    '-eq': a === b, '-ne': a !== b, '-lt': a < b, '-le': a <= b, '-gt': a > b, '-ge': a >= b,
  }; // prettier-ignore
  return binary[operator] === true ? 0 : 1;
};
