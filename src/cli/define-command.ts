/** How a command of the CLI is defined: one file, one line in commands.ts. */

export interface FlagDefinition {
  /** As commander writes it: "--seed <number>", "-q, --quiet". */
  flags: string;
  summary: string;
  /** May be given several times. */
  isRepeatable?: boolean;
  /** The only values it takes. */
  choices?: readonly string[];
  /** Checks and converts a value. @throws UsageError */
  parse?(text: string): unknown;
}

export interface ArgumentDefinition {
  /** "[paths...]", "<kind>". */
  name: string;
  summary: string;
}

/** Where a command prints and what it may use of its surroundings. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  columns: number;
  isColoured: boolean;
  isErrTerminal: boolean;
  cwd: string;
  /** True after the first SIGINT or SIGTERM. */
  isInterrupted(): boolean;
}

export interface CommandDefinition {
  name: string;
  summary: string;
  arguments?: readonly ArgumentDefinition[];
  flags?: readonly FlagDefinition[];
  /** Lines with example invocations. */
  examples?: readonly string[];
  /** Answers the exit code. */
  run(
    args: readonly unknown[],
    flags: Readonly<Record<string, unknown>>,
    terminal: Terminal,
  ): Promise<number>;
}

/** Commands under one name, as `labproof notes coverage`; the name alone prints its help. */
export interface CommandGroup {
  name: string;
  summary: string;
  examples?: readonly string[];
  subcommands: readonly CommandDefinition[];
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition;

export const defineCommandGroup = (definition: CommandGroup): CommandGroup => definition;
