/** Commands that read text: cat, head, tail, grep, sed, sort, uniq, wc, cut, tr, awk (print of fields). */
import { linesOf, readFlags, readInputs } from '../command.ts';
import type { CommandDefinition, CommandInput } from '../command.ts';

const countFlag = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((argument) => (/^-\d+$/.test(argument) ? ['-n', argument.slice(1)] : [argument]));

/** Each file's lines, chosen; with headings when there are several. */
const excerpt = (
  input: CommandInput,
  choose: (lines: string[], count: number, isFrom: boolean) => string[],
): number => {
  const { flags, operands } = readFlags(countFlag(input.argv), 'nc');
  const amount = flags.get('n') ?? '10';
  const { texts, hasFailed } = readInputs(input, operands);
  texts.forEach(({ name, text }, index) => {
    if (texts.length > 1) input.out(`${index > 0 ? '\n' : ''}==> ${name} <==\n`);
    for (const line of choose(linesOf(text), Math.abs(Number(amount)), amount.startsWith('+')))
      input.out(`${line}\n`);
  });
  return hasFailed ? 1 : 0;
};

const grep = (input: CommandInput): number => {
  const { flags, operands } = readFlags(
    input.argv.filter((argument) => !argument.startsWith('--')),
    'eABCm',
  );
  const [pattern = '', ...rest] = flags.has('e') ? [flags.get('e') ?? '', ...operands] : operands;
  const isFixed = flags.has('F');
  const source = isFixed
    ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    : flags.has('E') || input.argv[0] === 'egrep'
      ? pattern
      : basicToExtended(pattern);
  let expression: RegExp;
  try {
    expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '');
  } catch {
    input.err(`grep: ${pattern}: invalid regular expression\n`);
    return 2;
  }
  const { texts, hasFailed } = readInputs(input, rest);
  let matches = 0;
  for (const { name, text } of texts) {
    const found = linesOf(text).flatMap((line, index) =>
      expression.test(line) !== flags.has('v') ? [{ line, number: index + 1 }] : [],
    );
    matches += found.length;
    if (flags.has('q')) continue;
    const prefix = texts.length > 1 && !flags.has('h') ? `${name}:` : '';
    if (flags.has('c')) input.out(`${prefix}${found.length}\n`);
    else if (flags.has('l')) input.out(found.length > 0 ? `${name}\n` : '');
    else
      for (const { line, number } of found) {
        const shown = flags.has('o') ? (expression.exec(line)?.[0] ?? line) : line;
        input.out(`${prefix}${flags.has('n') ? `${number}:` : ''}${shown}\n`);
      }
  }
  if (matches > 0) return 0;
  return hasFailed ? 2 : 1;
};

/** Basic regular expressions: + ? | ( ) { } are plain unless escaped. */
const basicToExtended = (pattern: string): string =>
  pattern.replace(/\\?[+?|(){}]/g, (token) => (token.startsWith('\\') ? token.slice(1) : `\\${token}`));

const sed = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv, 'e');
  const [script = '', ...files] = flags.has('e') ? [flags.get('e') ?? '', ...operands] : operands;
  const { texts, hasFailed } = readInputs(input, files);
  const substitution = /^s(.)(.*?)(?<!\\)\1(.*?)(?<!\\)\1([gip]*)$/.exec(script);
  const deletion = /^(?:\/(.*)\/|(\d+))d$/.exec(script);
  const printing = /^(?:\/(.*)\/|(\d+)(?:,(\d+|\$))?)p$/.exec(script);
  for (const { name, text } of texts) {
    const result: string[] = [];
    linesOf(text).forEach((line, index) => {
      if (substitution !== null) {
        const [, , from = '', to = '', options = ''] = substitution;
        const source = flags.has('E') || flags.has('r') ? from : basicToExtended(from);
        result.push(
          line.replace(
            new RegExp(source, options.replace('p', '')),
            to.replace(/\\(\d)/g, '$$$1').replace(/(?<!\\)&/g, '$$&'),
          ),
        );
      } else if (deletion !== null) {
        const isGone =
          deletion[1] === undefined ? index + 1 === Number(deletion[2]) : new RegExp(deletion[1]).test(line);
        if (!isGone) result.push(line);
      } else if (printing !== null) {
        const last = printing[3] === '$' ? Infinity : Number(printing[3] ?? printing[2]);
        const isShown =
          printing[1] === undefined
            ? index + 1 >= Number(printing[2]) && index + 1 <= last
            : new RegExp(printing[1]).test(line);
        if (!flags.has('n')) result.push(line);
        if (isShown) result.push(line);
      } else result.push(line);
    });
    const output = result.map((line) => `${line}\n`).join('');
    if (flags.has('i') && name !== '-')
      input.state.host.files.write(input.state.host.files.resolve(name, input.state.workingDir), output);
    else input.out(output);
  }
  return hasFailed ? 1 : 0;
};

const awk = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv, 'F');
  const [program = '', ...files] = operands;
  const match = /^(?:\/(.*)\/|NR==(\d+))?\s*(?:\{\s*print\s*(.*?)\s*;?\s*\})?$/.exec(program.trim());
  if (match === null) {
    input.err(`awk: cannot run: ${program}\n`);
    return 2;
  }
  const separator = flags.get('F');
  const { texts, hasFailed } = readInputs(input, files);
  for (const { text } of texts) {
    linesOf(text).forEach((line, index) => {
      if (match[1] !== undefined && !new RegExp(match[1]).test(line)) return;
      if (match[2] !== undefined && index + 1 !== Number(match[2])) return;
      const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
      const shown = (match[3] ?? '$0') || '$0';
      const values = shown.split(/\s*,\s*/).map((term) =>
        term
          .replace(
            /"([^"]*)"|\$(NF|\d+)|NR/g,
            (whole, literal: string | undefined, field: string | undefined) => {
              if (literal !== undefined) return literal;
              if (whole === 'NR') return String(index + 1);
              return field === '0'
                ? line
                : field === 'NF'
                  ? (fields.at(-1) ?? '')
                  : (fields[Number(field) - 1] ?? '');
            },
          )
          .replace(/(?<=\S)\s+(?=\S)/g, ''),
      );
      input.out(`${shown === '$0' ? line : values.join(' ')}\n`);
    });
  }
  return hasFailed ? 1 : 0;
};

const ranges = (text: string): ((position: number) => boolean) => {
  const spans = text.split(',').map((span) => {
    const [from, to] = span.includes('-') ? span.split('-') : [span, span];
    return [from === '' ? 1 : Number(from), to === '' ? Infinity : Number(to)] as const;
  });
  return (position) => spans.some(([from, to]) => position >= from && position <= to);
};

const cut = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv, 'dfc');
  const { texts, hasFailed } = readInputs(input, operands);
  const isWanted = ranges(flags.get('f') ?? flags.get('c') ?? '1-');
  const separator = flags.has('c') ? '' : (flags.get('d') ?? '\t');
  for (const { text } of texts)
    for (const line of linesOf(text))
      input.out(
        `${line
          .split(separator)
          .filter((_, index) => isWanted(index + 1))
          .join(separator)}\n`,
      );
  return hasFailed ? 1 : 0;
};

const characters = (set: string): string[] => [
  ...set
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace('[:upper:]', 'A-Z')
    .replace('[:lower:]', 'a-z')
    .replace(/(.)-(.)/g, (_, from: string, to: string) =>
      Array.from({ length: Math.max(0, to.charCodeAt(0) - from.charCodeAt(0) + 1) }, (_unused, index) =>
        String.fromCharCode(from.charCodeAt(0) + index),
      ).join(''),
    ),
];

const translate = (input: CommandInput): number => {
  const { flags, operands } = readFlags(input.argv);
  const from = characters(operands[0] ?? '');
  const to = characters(operands[1] ?? '');
  let output = '';
  for (const character of input.stdin) {
    const index = from.indexOf(character);
    if (flags.has('d')) output += index < 0 ? character : '';
    else if (flags.has('s') && operands.length === 1)
      output += index >= 0 && output.endsWith(character) ? '' : character;
    else output += index < 0 ? character : (to[Math.min(index, to.length - 1)] ?? '');
  }
  input.out(output);
  return 0;
};

export const textCommands: readonly CommandDefinition[] = [
  {
    name: 'cat',
    run(input) {
      const { texts, hasFailed } = readInputs(input, readFlags(input.argv).operands);
      for (const { text } of texts) input.out(text);
      return hasFailed ? 1 : 0;
    },
  },
  { name: 'head', run: (input) => excerpt(input, (lines, count) => lines.slice(0, count)) },
  {
    name: 'tail',
    *run(input) {
      const status = excerpt(input, (lines, count, isFrom) =>
        isFrom ? lines.slice(count - 1) : lines.slice(Math.max(0, lines.length - count)),
      );
      if (
        readFlags(countFlag(input.argv), 'nc').flags.has('f') ||
        readFlags(countFlag(input.argv), 'nc').flags.has('F')
      )
        yield { sleepMs: Infinity, isIdle: true };
      return status;
    },
  },
  { name: 'grep', run: grep },
  { name: 'egrep', run: grep },
  { name: 'sed', run: sed },
  { name: 'awk', run: awk },
  { name: 'cut', run: cut },
  { name: 'tr', run: translate },
  {
    name: 'sort',
    run(input) {
      const { flags, operands } = readFlags(input.argv, 'k');
      const { texts, hasFailed } = readInputs(input, operands);
      const key = Number.parseInt(flags.get('k') ?? '0', 10);
      const keyOf = (line: string): string =>
        key > 0
          ? line
              .trim()
              .split(/\s+/)
              .slice(key - 1)
              .join(' ')
          : line;
      const lines = texts.flatMap(({ text }) => linesOf(text));
      lines.sort((a, b) => {
        if (flags.has('n')) return (Number.parseFloat(keyOf(a)) || 0) - (Number.parseFloat(keyOf(b)) || 0);
        return keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
      });
      if (flags.has('r')) lines.reverse();
      for (const line of flags.has('u') ? new Set(lines) : lines) input.out(`${line}\n`);
      return hasFailed ? 1 : 0;
    },
  },
  {
    name: 'uniq',
    run(input) {
      const { flags, operands } = readFlags(input.argv);
      const { texts, hasFailed } = readInputs(input, operands);
      const groups: { line: string; count: number }[] = [];
      for (const line of texts.flatMap(({ text }) => linesOf(text))) {
        const last = groups.at(-1);
        if (last?.line === line) last.count++;
        else groups.push({ line, count: 1 });
      }
      for (const { line, count } of groups)
        input.out(flags.has('c') ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`);
      return hasFailed ? 1 : 0;
    },
  },
  {
    name: 'wc',
    run(input) {
      const { flags, operands } = readFlags(input.argv);
      const { texts, hasFailed } = readInputs(input, operands);
      for (const { name, text } of texts) {
        const counts = [
          (text.match(/\n/g) ?? []).length,
          text.split(/\s+/).filter((word) => word !== '').length,
          text.length,
        ];
        const wanted = ['l', 'w', 'c'].map((flag) => flags.has(flag));
        const shown = wanted.includes(true) ? counts.filter((_, index) => wanted[index]) : counts;
        input.out(`${shown.join(' ')}${name === '-' ? '' : ` ${name}`}\n`);
      }
      return hasFailed ? 1 : 0;
    },
  },
];
