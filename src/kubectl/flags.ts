/** Flags as pflag parses them: long, short, grouped, repeated, after `--`; with pflag's error texts. */
import { ValueError, parseDuration } from '../kube/index.ts';
import { FlagError } from './kubectl-error.ts';

interface FlagBase {
  short?: string;
  summary?: string;
  /** The value of the flag written without one (pflag's NoOptDefVal); bool flags have "true". */
  noValueDefault?: string;
}

export type FlagDefinition = FlagBase &
  (
    | { type: 'bool'; default?: boolean }
    | { type: 'string'; default?: string }
    | { type: 'int'; default?: number; bits?: 32 | 64 }
    /** Milliseconds; written as Go's durations ("5s", "1m30s"). */
    | { type: 'duration'; default?: number }
    /** Each use adds one value, whole. */
    | { type: 'stringArray'; default?: readonly string[] }
    /** Each use adds values, separated by commas. */
    | { type: 'stringSlice'; default?: readonly string[] }
  );

export type FlagDefinitions = Readonly<Record<string, FlagDefinition>>;

export interface FlagTypes {
  bool: boolean;
  string: string;
  int: number;
  duration: number;
  stringArray: string[];
  stringSlice: string[];
}

export type FlagValue = FlagTypes[keyof FlagTypes];
export type FlagValues<F extends FlagDefinitions> = { [Name in keyof F]: FlagTypes[F[Name]['type']] };

export interface ParsedFlags {
  values: Record<string, FlagValue>;
  args: string[];
  /** The flags given, in the order of the line, with the text of their values. */
  given: { name: string; value: string }[];
  dashIndex: number | undefined;
  isHelpAsked: boolean;
}

const quote = (text: string): string => JSON.stringify(text);

/** The value of a text, or what is wrong with it as Go's parser says it. */
const readValue = (definition: FlagDefinition, text: string): { value: FlagValue } | { error: string } => {
  switch (definition.type) {
    case 'bool':
      if (/^(1|t|T|true|TRUE|True)$/.test(text)) return { value: true };
      if (/^(0|f|F|false|FALSE|False)$/.test(text)) return { value: false };
      return { error: `strconv.ParseBool: parsing ${quote(text)}: invalid syntax` };
    case 'int': {
      if (!/^[+-]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]*|0[bB][01]+|[1-9]\d*)$/.test(text)) {
        return { error: `strconv.ParseInt: parsing ${quote(text)}: invalid syntax` };
      }
      const digits = text.replace(/^[+-]/, '').replace(/^0(?=[0-7])/, '0o');
      const value = (text.startsWith('-') ? -1 : 1) * Number(digits);
      const limit = definition.bits === 32 ? 2 ** 31 : 2 ** 63;
      if (value >= limit || value < -limit) {
        return { error: `strconv.ParseInt: parsing ${quote(text)}: value out of range` };
      }
      return { value: value === 0 ? 0 : value };
    }
    case 'duration': {
      try {
        return { value: parseDuration(text) };
      } catch (caught) {
        if (caught instanceof ValueError) return { error: caught.message };
        throw caught;
      }
    }
    case 'string':
      return { value: text };
    case 'stringArray':
      return { value: [text] };
    case 'stringSlice':
      return { value: text === '' ? [] : text.split(',') };
  }
};

const defaultOf = (definition: FlagDefinition): FlagValue => {
  switch (definition.type) {
    case 'bool':
      return definition.default ?? false;
    case 'string':
      return definition.default ?? '';
    case 'int':
    case 'duration':
      return definition.default ?? 0;
    case 'stringArray':
    case 'stringSlice':
      return [...(definition.default ?? [])];
  }
};

const noValueDefault = (definition: FlagDefinition): string | undefined =>
  definition.noValueDefault ?? (definition.type === 'bool' ? 'true' : undefined);

/**
 * Parses `argv` (without the command's own name).
 * @throws FlagError with pflag's text
 * @source spf13/pflag flag.go parseArgs, parseLongArg, parseSingleShortArg, Set
 */
export const parseFlags = (argv: readonly string[], definitions: FlagDefinitions): ParsedFlags => {
  const values: Record<string, FlagValue> = {};
  const byShort = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    values[name] = defaultOf(definition);
    if (definition.short !== undefined) byShort.set(definition.short, name);
  }
  const given: ParsedFlags['given'] = [];
  const seen = new Set<string>();
  const args: string[] = [];
  const rest = [...argv];
  let dashIndex: number | undefined;
  let isHelpAsked = false;

  const set = (name: string, text: string): void => {
    const definition = definitions[name]!;
    const read = readValue(definition, text);
    if ('error' in read) {
      const shown = definition.short === undefined ? `--${name}` : `-${definition.short}, --${name}`;
      throw new FlagError(`invalid argument ${quote(text)} for ${quote(shown)} flag: ${read.error}`);
    }
    const isList = definition.type === 'stringArray' || definition.type === 'stringSlice';
    values[name] =
      isList && seen.has(name) ? [...(values[name] as string[]), ...(read.value as string[])] : read.value;
    seen.add(name);
    given.push({ name, value: isList && definition.type === 'stringSlice' ? text : String(text) });
  };

  const long = (word: string): void => {
    const body = word.slice(2);
    if (body.startsWith('-') || body.startsWith('=')) throw new FlagError(`bad flag syntax: ${word}`);
    const equals = body.indexOf('=');
    const typed = equals < 0 ? body : body.slice(0, equals);
    const name = typed.replaceAll('_', '-');
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (definition === undefined) {
      if (name === 'help') {
        isHelpAsked = true;
        return;
      }
      throw new FlagError(`unknown flag: --${typed}`);
    }
    const withoutValue = noValueDefault(definition);
    if (equals >= 0) set(name, body.slice(equals + 1));
    else if (withoutValue !== undefined) set(name, withoutValue);
    else if (rest.length > 0) set(name, rest.shift()!);
    else throw new FlagError(`flag needs an argument: ${word}`);
  };

  const short = (word: string): void => {
    let letters = word.slice(1);
    while (letters !== '') {
      const letter = letters[0]!;
      const name = byShort.get(letter);
      if (name === undefined) {
        if (letter !== 'h') throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
        isHelpAsked = true;
        return;
      }
      const withoutValue = noValueDefault(definitions[name]!);
      if (letters.length > 2 && letters[1] === '=') {
        set(name, letters.slice(2));
        return;
      }
      if (withoutValue !== undefined) {
        set(name, withoutValue);
        letters = letters.slice(1);
      } else if (letters.length > 1) {
        set(name, letters.slice(1));
        return;
      } else if (rest.length > 0) {
        set(name, rest.shift()!);
        return;
      } else throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
    }
  };

  while (rest.length > 0 && !isHelpAsked) {
    const word = rest.shift()!;
    if (word === '--') {
      dashIndex = args.length;
      args.push(...rest.splice(0));
    } else if (word.startsWith('--')) long(word);
    else if (word.startsWith('-') && word.length > 1) short(word);
    else args.push(word);
  }
  return { values, args, given, dashIndex, isHelpAsked };
};
