/** Commands that need a terminal, a tunnel or a workstation's files: their arguments are judged, then they are refused. */
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError, usageError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';

interface Refused {
  name: string;
  summary: string;
  use: string;
  flags?: FlagDefinitions;
  /** What upstream complains of first. */
  check?(
    args: readonly string[],
    flags: Record<string, unknown>,
    context: CommandContext,
  ): Promise<void> | void;
  hint: string;
}

const refused = ({ name, summary, use, flags = {}, check, hint }: Refused): Command =>
  defineCommand({
    name,
    summary,
    use,
    flags,
    async run(line, context) {
      await check?.(line.args, line.flags, context);
      throw new KubectlError(`labproof's kubectl does not have the command "${name}": ${hint}`);
    },
  });

/** The object of "pod", "TYPE/NAME". */
const findPod = async (word: string, context: CommandContext): Promise<void> =>
  void (await fetchResources(context, { args: word.includes('/') ? [word] : ['pods', word] }));

const container = { type: 'string', short: 'c' } as const;

const attach = refused({
  name: 'attach',
  summary: 'Attach to a running container',
  use: 'attach (POD | TYPE/NAME) -c CONTAINER',
  flags: { container, stdin: { type: 'bool', short: 'i' }, tty: { type: 'bool', short: 't' } },
  async check(args, _flags, context) {
    if (args.length === 0) throw new KubectlError('at least 1 argument is required for attach');
    await findPod(args[0]!, context);
  },
  hint: 'read the logs, or exec into the container',
});

const cp = refused({
  name: 'cp',
  summary: 'Copy files and directories to and from containers',
  use: 'cp <file-spec-src> <file-spec-dest>',
  flags: { container, 'no-preserve': { type: 'bool' } },
  async check(args, _flags, context) {
    if (args.length < 2) throw new KubectlError('source and destination are required');
    const remote = args.find((word) => word.includes(':'));
    if (remote === undefined)
      throw new KubectlError('one of src or dest must be a remote file specification');
    const pod = remote.slice(0, remote.indexOf(':'));
    await findPod(pod.split('/').at(-1)!, context);
  },
  hint: 'write the file with exec',
});

const diff = refused({
  name: 'diff',
  summary: 'Diff live version against would-be applied version',
  use: 'diff -f FILENAME',
  flags: { filename: { type: 'stringSlice', short: 'f' }, kustomize: { type: 'string', short: 'k' } },
  check(_args, flags) {
    if ((flags.filename as string[]).length === 0 && flags.kustomize === '')
      throw new KubectlError('must specify one of -f and -k', { exitCode: 2 });
  },
  hint: 'apply with --dry-run=server -o yaml',
});

const plugin = defineCommand({
  name: 'plugin',
  summary: 'Provides utilities for interacting with plugins',
  use: 'plugin [flags]',
  subcommands: [
    defineCommand({
      name: 'list',
      summary: "List all visible plugin executables on a user's PATH",
      use: 'plugin list',
      flags: { 'name-only': { type: 'bool' } },
      run() {
        throw new KubectlError('unable to find any kubectl plugins in your PATH');
      },
    }),
  ],
});

const portForward = refused({
  name: 'port-forward',
  summary: 'Forward one or more local ports to a pod',
  use: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  flags: { address: { type: 'stringSlice' }, 'pod-running-timeout': { type: 'duration' } },
  async check(args, _flags, context) {
    if (args.length < 2)
      throw usageError(context.commandPath, 'TYPE/NAME and list of ports are required for port-forward');
    await findPod(args[0]!, context);
  },
  hint: 'use a request step from a pod or to a service',
});

const proxy = refused({
  name: 'proxy',
  summary: 'Run a proxy to the Kubernetes API server',
  use: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: { port: { type: 'int', short: 'p', default: 8001 }, address: { type: 'string' } },
  hint: 'ask the API with get --raw or another command',
});

export const unsupported: readonly Command[] = [attach, cp, diff, plugin, portForward, proxy];
