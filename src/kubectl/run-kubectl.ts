/** Runs a kubectl line: finds the command, parses its flags, lets it act, and gathers what it prints. */
import { OutputError, ValueError, isAtLeast, parseDuration, parseKubernetesVersion } from '../kube/index.ts';
import type { ApiResource, KubernetesVersion } from '../kube/index.ts';
import type { Command, CommandLine } from './command.ts';
import { commands } from './commands/index.ts';
import { serverAddress } from './server-address.ts';
import type { CommandContext, KubectlContext, WorkstationFiles } from './context.ts';
import { findCommand, suggestionsFor, upstreamCommands } from './find-command.ts';
import { parseFlags } from './flags.ts';
import { currentNamespace } from './kubeconfig.ts';
import { globalFlags } from './global-flags.ts';
import { commandHelp } from './help.ts';
import { actingAs } from './acting-as.ts';
import { withWarnings } from './api-warnings.ts';
import { FlagError, KubectlError, asCommandError, failureOf, usageError } from './kubectl-error.ts';
import { runFilter } from './pipe-filters.ts';
import { parseShellLine } from './shell-line.ts';

export interface KubectlResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const noFiles: WorkstationFiles = {
  home: '/root',
  cwd: '/root',
  read: () => undefined,
  list: () => undefined,
};
const defaultVersion = parseKubernetesVersion('v1.20.2')!;

/** Cobra prints its own errors as "Error:" until kubectl 1.23 took that over. */
const prefixOf = (version: KubernetesVersion): string => (isAtLeast(version, 23) ? 'error:' : 'Error:');

const unknownCommand = (argv: readonly string[], word: string, version: KubernetesVersion): string => {
  if (argv[0]!.startsWith('-')) {
    return `${prefixOf(version)} flags cannot be placed before plugin name: ${argv[0]!}\n`;
  }
  if (upstreamCommands.includes(word))
    return `error: labproof's kubectl does not have the command "${word}"\n`;
  const suggestions = suggestionsFor(word, upstreamCommands);
  const hint =
    suggestions.length === 0
      ? ''
      : `\n\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join('')}`;
  return `${prefixOf(version)} unknown command "${word}" for "kubectl"${hint}\nRun 'kubectl --help' for usage.\n`;
};

/** Runs one command, already split into words (the first may be "kubectl"). It never rejects for a failure of the command. */
const runArgv = async (words: readonly string[], given: KubectlContext): Promise<KubectlResult> => {
  const argv = words[0] === 'kubectl' ? words.slice(1) : [...words];
  const version = given.version ?? defaultVersion;
  const result: KubectlResult = { exitCode: 0, stdout: '', stderr: '' };
  const print = (stream: 'stdout' | 'stderr', text: string): void => {
    if (text === '') return;
    result[stream] += text;
    given.onOutput?.(stream, text);
  };
  const fail = (text: string, exitCode = 1): KubectlResult => {
    print('stderr', text);
    result.exitCode = exitCode;
    return result;
  };

  const { path, rest, unknown } = findCommand(argv, commands);
  if (unknown !== undefined) return fail(unknownCommand(argv, unknown, version));
  const commandPath = ['kubectl', ...path.map((command) => command.name)].join(' ');
  const command: Command | undefined = path.at(-1);
  const failFlags = (error: FlagError): KubectlResult =>
    fail(
      `${prefixOf(version)} ${error.message}\n${error.hasUsageHint ? `See '${commandPath} --help' for usage.\n` : ''}`,
    );

  try {
    const parsed = parseFlags(rest, { ...globalFlags, ...command?.flags });
    if (command === undefined || parsed.isHelpAsked) {
      print('stdout', commandHelp(command, commands));
      return result;
    }
    if (command.run === undefined) {
      if (parsed.args.length > 0)
        throw usageError(commandPath, `unknown command ${JSON.stringify(parsed.args.join(' '))}`);
      print(command.helpTo ?? 'stdout', commandHelp(command, commands));
      result.exitCode = command.groupExitCode ?? 1;
      return result;
    }
    const isSet = (name: string): boolean => parsed.given.some((flag) => flag.name === name);
    const absent = (command.requiredFlags ?? []).filter((name) => !isSet(name));
    if (absent.length > 0) {
      throw new FlagError(`required flag(s) ${absent.map((name) => `"${name}"`).join(', ')} not set`, false);
    }
    const line: CommandLine = { args: parsed.args, flags: parsed.values, isSet, dashIndex: parsed.dashIndex };
    await command.run(line, commandContext(given, version, commandPath, parsed, path, print));
    return result;
  } catch (caught) {
    if (caught instanceof FlagError) {
      return failFlags(caught);
    }
    if (caught instanceof OutputError) print('stdout', caught.partial);
    const { text, exitCode } = failureOf(asCommandError(caught), version);
    return fail(text === '' || text.endsWith('\n') ? text : `${text}\n`, exitCode);
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go ParseRequestTimeout (client-go/tools/clientcmd) */
const timeoutOf = (text: string): number | undefined => {
  if (text === '' || text === '0') return undefined;
  try {
    const timeoutMs = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
    return timeoutMs === 0 ? undefined : timeoutMs;
  } catch (caught) {
    if (!(caught instanceof ValueError)) throw caught;
    throw new KubectlError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  }
};

const commandContext = (
  given: KubectlContext,
  version: KubernetesVersion,
  commandPath: string,
  parsed: ReturnType<typeof parseFlags>,
  path: readonly Command[],
  print: (stream: 'stdout' | 'stderr', text: string) => void,
): CommandContext => {
  let served: Promise<readonly ApiResource[]> | undefined;
  const namespace = parsed.values.namespace as string;
  const flags = parsed.given.map(({ name, value }) => ` --${name}=${value}`).join('');
  const actor = actingAs(given, version, parsed);
  const server = given.serverVersion ?? version;
  return {
    api: withWarnings(actor.api, { client: version, server, warn: (text) => print('stderr', text) }),
    clock: given.clock,
    files: given.files ?? noFiles,
    version,
    serverVersion: server,
    namespace: namespace !== '' ? namespace : currentNamespace(given.files ?? noFiles, given.namespace),
    isNamespaceExplicit: namespace !== '',
    requestTimeoutMs: timeoutOf(parsed.values['request-timeout'] as string),
    deadlineMs: given.deadlineMs,
    can: actor.can,
    missing: (capability) => given.missing?.(capability) ?? `this backend cannot ${capability}`,
    stdin: given.stdin,
    isTerminal: given.isTerminal ?? false,
    timeZone: given.timeZone ?? 'UTC',
    commandPath,
    changeCause: ['kubectl', ...path.map((command) => command.name), ...parsed.args].join(' ') + flags,
    server: () => (given.server === undefined ? serverAddress(actor.api) : Promise.resolve(given.server)),
    resources: () => (served ??= actor.api.resources()),
    out: (text) => print('stdout', text),
    err: (text) => print('stderr', text),
  };
};

/**
 * Runs `line`: a text as typed into a shell (see shell-line.ts), or the words of one command. "kubectl" at the start may
 * be left out. The result is that of the last command run; what a failing command prints goes to stderr, as kubectl's does.
 * @throws ShellLineError, LabproofError for a line that is not supported at all
 */
export const runKubectl = async (
  line: string | readonly string[],
  context: KubectlContext,
): Promise<KubectlResult> => {
  if (typeof line !== 'string') return runArgv(line, context);
  const total: KubectlResult = { exitCode: 0, stdout: '', stderr: '' };
  for (const { after, stages } of parseShellLine(line, (context.files ?? noFiles).home)) {
    if (after === 'success' && total.exitCode !== 0) continue;
    const isPiped = stages.length > 1;
    const onOutput: KubectlContext['onOutput'] = (stream, text) => {
      if (!isPiped || stream === 'stderr') context.onOutput?.(stream, text);
    };
    const first = await runArgv(stages[0]!, { ...context, onOutput });
    let { stdout, exitCode } = first;
    total.stderr += first.stderr;
    for (const stage of stages.slice(1)) {
      if (stage[0] !== 'kubectl') ({ stdout, exitCode } = runFilter(stage, stdout));
      else {
        const next = await runArgv(stage, { ...context, onOutput, stdin: stdout });
        ({ stdout, exitCode } = next);
        total.stderr += next.stderr;
      }
    }
    if (isPiped && stdout !== '') context.onOutput?.('stdout', stdout);
    total.stdout += stdout;
    total.exitCode = exitCode;
  }
  return total;
};
