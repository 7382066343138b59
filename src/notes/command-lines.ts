/** The command lines of a note, in order: where each stands, in which section and step, and what the note says it prints. */
import { inlineCommands } from './inline-commands.ts';
import { findProgram, runsInContainers } from './programs.ts';
import { printedBlock, programName, readFence } from './read-fence.ts';
import type { PrintedBlock } from './read-fence.ts';
import { readMarkdown } from './read-markdown.ts';
import type { NoteBlock, NotePlace } from './read-markdown.ts';
import { shellCommands } from './shell-commands.ts';

export interface CommandLine extends NotePlace {
  /** From 1; the first of them where it is continued. */
  line: number;
  command: string;
  /** "kubectl" when any command of the line is kubectl, else the first. */
  program: string;
  /** It stands as a code span in the running text, not in a fence. */
  isInline: boolean;
  /** It follows `kubectl exec -it` and can be meant for the container. */
  isInContainer: boolean;
  /** It opens a shell in a container, in which later lines are typed. */
  opensShell: boolean;
  /** What the note shows that it prints. */
  output?: PrintedBlock;
}

const programOf = (command: string): string => {
  const names = shellCommands(command).map(({ words }) => programName(words));
  return names.includes('kubectl')
    ? 'kubectl'
    : (names.find((name) => findProgram(name) !== undefined) ?? names[0] ?? '');
};

export const opensShell = (command: string): boolean =>
  /^kubectl\s+exec\b/.test(command) &&
  /\s-(?:it|ti|i)\b/.test(command) &&
  /(?:^|[\s/])(?:ba|z|a)?sh\s*$/.test(command);

const printsManifest = (command: string): boolean =>
  /\s(?:-o[\s=]?|--output[\s=])(?:yaml|json)\b/.test(command);

/** Printed blocks below commands: one each, or the only one to the last. */
const attach = (waiting: readonly CommandLine[], printed: readonly PrintedBlock[]): void => {
  if (printed.length === 0) return;
  if (waiting.length === printed.length) waiting.forEach((line, index) => (line.output = printed[index]!));
  else if (printed.length === 1) waiting.at(-1)!.output = printed[0]!;
  else if (waiting.length === 1) {
    const [first] = printed;
    waiting[0]!.output = { line: first!.line, text: printed.map(({ text }) => text).join('\n') };
  }
};

/** A file that the command reads, or a table that it cannot print: the note shows it, but not as the line's output. */
const isOfAnother = (command: string, { text }: PrintedBlock, language: string): boolean => {
  if (language !== '' && /^(?:ya?ml|json)$/.test(language)) return !printsManifest(command);
  if (/^(?:apiVersion|kind):/m.test(text)) return !printsManifest(command);
  return (
    /^kubectl\s/.test(command) &&
    /^NAME\s{2,}\S/.test(text) &&
    !/^kubectl(?:\s+-\S+)*\s+(?:get|top|config|api-resources)\b/.test(command)
  );
};

/** Lists them; any text will do. */
export const commandLines = (text: string): CommandLine[] => {
  const found: CommandLine[] = [];
  let waiting: CommandLine[] = [];
  let printed: PrintedBlock[] = [];
  let isInside = false;
  const flush = (next: CommandLine[] = []): void => {
    if (waiting.length > 0) attach(waiting, printed);
    [waiting, printed] = [next, []];
  };
  const add = (
    { section, step }: NoteBlock,
    given: { line: number; text: string; output?: PrintedBlock },
    isInline: boolean,
  ): CommandLine => {
    const program = programOf(given.text);
    if (program === 'kubectl') isInside = opensShell(given.text);
    const command: CommandLine = {
      line: given.line,
      command: given.text,
      program,
      isInline,
      opensShell: opensShell(given.text),
      isInContainer: isInside && runsInContainers(program),
      ...(section === undefined ? {} : { section }),
      ...(step === undefined ? {} : { step }),
      ...(given.output === undefined ? {} : { output: given.output }),
    };
    found.push(command);
    return command;
  };
  let section: string | undefined;
  for (const block of readMarkdown(text)) {
    if (block.section !== section) isInside = false;
    section = block.section;
    if (block.kind === 'prose') {
      if (block.text.trim() === '') continue;
      const inline = inlineCommands(block.text).map((command) =>
        add(block, { line: block.line, text: command }, true),
      );
      flush(inline.slice(-1));
      continue;
    }
    const commands = readFence(block.language, block.lines);
    if (commands.length > 0) {
      const added = commands.map((command) => add(block, command, false));
      flush(added.some(({ output }) => output !== undefined) ? [] : added);
      continue;
    }
    const shown = printedBlock(block.lines);
    const last = waiting.at(-1);
    if (shown !== undefined && last !== undefined && !isOfAnother(last.command, shown, block.language))
      printed.push(shown);
  }
  flush();
  return found;
};
