/** Which commands of containers only look: running them again changes nothing. */
import { parseScript } from './parser.ts';
import { ShellSyntaxError } from './syntax.ts';
import type { Node, Redirection, Word, WordPart } from './syntax.ts';

/** The arguments after the command's name; what only the container can know (`$NAME`) is undefined. */
type Arguments = readonly (string | undefined)[];

const always = (): boolean => true;
const unless =
  (pattern: RegExp) =>
  (given: Arguments): boolean =>
    !given.some((argument) => argument !== undefined && pattern.test(argument));
const withoutOperands = (given: Arguments): boolean =>
  given.every((argument) => argument?.startsWith('-') === true);

const writesNothing = (flag: RegExp, given: Arguments): boolean =>
  given.every((argument, index) => {
    const match = flag.exec(argument ?? '');
    if (match === null) return true;
    const file = match[1] === undefined || match[1] === '' ? given[index + 1] : match[1];
    return file === '/dev/null' || file === '-';
  });

const curl = (given: Arguments): boolean =>
  unless(/^(-[a-zA-Z]*[dFTO]|-[a-zA-Z]*X|--(data|form|upload-file|remote-name|request|json))/)(given) &&
  writesNothing(/^(?:-[a-zA-Z]*o|--output=?)(.*)$/, given);
const wget = (given: Arguments): boolean =>
  unless(/^--(post|body|method)/)(given) &&
  given.some((argument) => /^(--spider|-[a-zA-Z]*O.*|--output-document.*)$/.test(argument ?? '')) &&
  writesNothing(/^(?:-[a-zA-Z]*O|--output-document=?)(.*)$/, given);

/** Command → whether it only looks when it has these arguments. What is not named here may do anything. */
const lookers = new Map<string, (given: Arguments) => boolean>(
  [
    ...[':', 'true', 'false', 'test', '[', 'echo', 'printf', 'seq', 'pwd', 'basename', 'dirname', 'expr'],
    ...['cat', 'head', 'grep', 'egrep', 'cut', 'tr', 'sort', 'uniq', 'wc', 'ls', 'readlink', 'stat'],
    ...['df', 'du', 'ps', 'printenv', 'whoami', 'id', 'uname', 'which', 'nslookup', 'getent', 'sleep'],
    ...['cd', 'export', 'exit', 'set', 'type'],
  ].map((name): [string, (given: Arguments) => boolean] => [name, always]),
);
for (const [name, looks] of Object.entries({
  curl,
  wget,
  awk: unless(/system\s*\(|>|\|/),
  date: unless(/^(-s|--set)/),
  env: withoutOperands,
  find: unless(/^-(exec|execdir|ok|okdir|delete|fprint)/),
  hostname: withoutOperands,
  mount: withoutOperands,
  sed: unless(/^(-[a-zA-Z]*i|--in-place)/),
  tail: unless(/^(-[a-zA-Z]*[fF]|--follow)/),
}))
  lookers.set(name, looks);

const literal = (word: Word): string | undefined =>
  word.every(({ kind }) => kind === 'text')
    ? word.map((part) => (part as WordPart & { kind: 'text' }).text).join('')
    : undefined;

const wordLooks = (word: Word): boolean =>
  word.every((part) => {
    if (part.kind === 'command') return scriptLooks(part.script);
    if (part.kind === 'variable') return part.operand === undefined || !/[$`]/.test(part.operand);
    return part.kind !== 'arithmetic' || !/[$`]/.test(part.expression);
  });

const redirectionLooks = ({ operator, target }: Redirection): boolean =>
  wordLooks(target) &&
  (!operator.startsWith('>') ||
    operator === '>&' ||
    ['/dev/null', '/dev/stdout', '/dev/stderr'].includes(literal(target) ?? ''));

const commandLooks = (name: string | undefined, given: Arguments): boolean => {
  if (name === undefined) return false;
  const program = name.slice(name.lastIndexOf('/') + 1);
  if (program === 'sh' || program === 'bash' || program === 'ash')
    return given.length === 2 && given[0] === '-c' && given[1] !== undefined && scriptLooks(given[1]);
  // `nginx -v` is true of most programs.
  if (given.length === 1 && /^(-v|-V|--version|--help)$/.test(given[0] ?? '')) return true;
  return lookers.get(program)?.(given) === true;
};

const looks = (node: Node): boolean => {
  switch (node.kind) {
    case 'simple': {
      if (!node.redirections.every(redirectionLooks)) return false;
      if (![...node.words, ...node.assignments.map(({ value }) => value)].every(wordLooks)) return false;
      const [name, ...given] = node.words.map(literal);
      return node.words.length === 0 || commandLooks(name, given);
    }
    case 'pipeline':
      return node.stages.every(looks);
    case 'and':
    case 'or':
      return looks(node.left) && looks(node.right);
    case 'list':
      return node.items.every(looks);
    case 'if':
      return (
        node.redirections.every(redirectionLooks) &&
        node.branches.every(({ condition, body }) => looks(condition) && looks(body)) &&
        (node.otherwise === undefined || looks(node.otherwise))
      );
    case 'for':
      return node.redirections.every(redirectionLooks) && node.words.every(wordLooks) && looks(node.body);
    case 'group':
      return node.redirections.every(redirectionLooks) && looks(node.body);
    case 'loop':
      // It may never end.
      return false;
  }
};

const scriptLooks = (script: string): boolean => {
  try {
    return looks(parseScript(script));
  } catch (error) {
    if (error instanceof ShellSyntaxError) return false;
    throw error;
  }
};

/** Whether a command (the program and its arguments) can be run again and nothing is changed by it; unknown programs count as changing. */
export const onlyLooks = ([name, ...given]: readonly string[]): boolean => commandLooks(name, given);
