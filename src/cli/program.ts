/** Builds the command line from the registry of commands, and turns every outcome into an exit code. */
import { Command, CommanderError, Option } from 'commander';
import {
  BackendError,
  InvalidInputError,
  LabproofError,
  NothingSelectedError,
  UsageError,
} from '../core/index.ts';
import { loadCommandsFor } from './commands.ts';
import type { CommandDefinition, CommandGroup, FlagDefinition, Terminal } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { version } from './version.ts';

const codeOf = (error: LabproofError): number => {
  if (error instanceof InvalidInputError) return exitCodes.invalid;
  if (error instanceof NothingSelectedError) return exitCodes.nothingSelected;
  if (error instanceof BackendError) return exitCodes.unreachable;
  if (error instanceof UsageError) return exitCodes.usage;
  return exitCodes.invalid;
};

const optionOf = ({ flags, summary, isRepeatable, choices, parse }: FlagDefinition): Option => {
  const option = new Option(flags, summary);
  if (choices !== undefined) option.choices([...choices]);
  if (isRepeatable === true) {
    option.argParser((text: string, previous: unknown[] | undefined) => [
      ...(previous ?? []),
      parse === undefined ? text : parse(text),
    ]);
  } else if (parse !== undefined) option.argParser(parse);
  return option;
};

const addExamples = (command: Command, examples: readonly string[] | undefined): void => {
  if (examples !== undefined)
    command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}`);
};

const addCommand = (
  program: Command,
  definition: CommandDefinition,
  terminal: Terminal,
  done: (code: number) => void,
): void => {
  const command = program.command(definition.name).description(definition.summary);
  for (const argument of definition.arguments ?? []) command.argument(argument.name, argument.summary);
  for (const flag of definition.flags ?? []) command.addOption(optionOf(flag));
  addExamples(command, definition.examples);
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2);
    done(await definition.run(args, command.optsWithGlobals(), terminal));
  });
};

const addGroup = (
  program: Command,
  group: CommandGroup,
  terminal: Terminal,
  done: (code: number) => void,
): void => {
  const command = program
    .command(group.name)
    .description(group.summary)
    .argument('[command]')
    .usage('COMMAND');
  addExamples(command, group.examples);
  for (const subcommand of group.subcommands) addCommand(command, subcommand, terminal, done);
  command.action((typed: string | undefined) => {
    if (typed === undefined) {
      command.outputHelp();
      return;
    }
    const names = group.subcommands.map(({ name }) => name);
    throw new UsageError('unknown-command', `labproof ${group.name} has no command "${typed}"`, {
      hint: `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
    });
  });
};

const build = (
  definitions: readonly (CommandDefinition | CommandGroup)[],
  terminal: Terminal,
  done: (code: number) => void,
): Command => {
  const program = new Command('labproof')
    .description(
      'Plays Kubernetes lab procedures written as YAML scenarios and reports every difference as a diff.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'print without colour (NO_COLOR does the same)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .showHelpAfterError('(labproof --help shows what there is)')
    .showSuggestionAfterError();
  for (const definition of definitions) {
    if ('subcommands' in definition) addGroup(program, definition, terminal, done);
    else addCommand(program, definition, terminal, done);
  }
  return program;
};

/** Runs the command line; answers the exit code. It prints only through `terminal`. */
export const runProgram = async (argv: readonly string[], terminal: Terminal): Promise<number> => {
  const isColoured = terminal.isColoured && !argv.includes('--no-color');
  const described = { ...terminal, isColoured };
  let code: number = exitCodes.passed;
  const definitions = await loadCommandsFor(argv);
  const program = build(definitions, described, (answered) => (code = answered));
  try {
    if (argv.length === 0) {
      terminal.out(program.helpInformation());
      return exitCodes.passed;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
    if (error instanceof LabproofError) {
      const { errorText } = await import('./problem-text.ts');
      terminal.err(errorText(error, { columns: terminal.columns, isColoured }));
      return codeOf(error);
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`labproof has a defect; please report it with the command line and this text:\n${detail}\n`);
    return exitCodes.defect;
  }
};
