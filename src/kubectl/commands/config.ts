/** `kubectl config`: the contexts of the workstation's kubeconfig. */
import { TabWriter, tableWriterOptions } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import {
  kubeconfigText,
  readKubeconfig,
  writeKubeconfig,
  type Kubeconfig,
  type NamedContext,
} from '../kubeconfig.ts';
import { KubectlError } from '../kubectl-error.ts';

const configOf = ({ files, namespace, isNamespaceExplicit }: CommandContext): Kubeconfig =>
  readKubeconfig(files, isNamespaceExplicit ? undefined : namespace);

const currentContext = defineCommand({
  name: 'current-context',
  summary: 'Displays the current-context',
  use: 'config current-context',
  flags: {},
  async run(_line, context) {
    await context.resources();
    context.out(`${configOf(context).current}\n`);
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/config/get_contexts.go */
const getContexts = defineCommand({
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  use: 'config get-contexts [(-o|--output=)name)]',
  flags: { output: { type: 'string', short: 'o' }, 'no-headers': { type: 'bool' } },
  async run({ args, flags }, context) {
    await context.resources();
    const { contexts, current } = configOf(context);
    const shown = args.length === 0 ? contexts : contexts.filter(({ name }) => args.includes(name));
    const missing = args.find((name) => !contexts.some((one) => one.name === name));
    if (missing !== undefined) throw new KubectlError(`context ${missing} not found`);
    const sorted = [...shown].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (flags.output === 'name') return context.out(sorted.map(({ name }) => `${name}\n`).join(''));
    const writer = new TabWriter(tableWriterOptions);
    if (!flags['no-headers']) writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
    for (const { name, context: one } of sorted) {
      const mark = name === current ? '*' : '';
      writer.write(`${[mark, name, one.cluster ?? '', one.user ?? '', one.namespace ?? ''].join('\t')}\n`);
    }
    context.out(writer.flush());
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/config/view.go */
const view = defineCommand({
  name: 'view',
  summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
  use: 'config view [--minify]',
  flags: { minify: { type: 'bool' }, output: { type: 'string', short: 'o', default: 'yaml' } },
  async run({ flags }, context) {
    if (flags.output !== 'yaml')
      throw new KubectlError("labproof's kubectl shows its config as YAML only: leave -o out");
    const config = configOf(context);
    const contexts = config.contexts.filter(({ name }) => !flags.minify || name === config.current);
    context.out(kubeconfigText({ ...config, contexts }, await context.server(), context.version));
  },
});

const keep = (context: CommandContext, config: Kubeconfig): void => {
  if (!writeKubeconfig(context.files, config))
    throw new KubectlError("labproof's kubectl has no kubeconfig to change here: name the namespace with -n");
};

/** @source k8s 1.20 kubectl/pkg/cmd/config/create_context.go */
const setContext = defineCommand({
  name: 'set-context',
  summary: 'Sets a context entry in kubeconfig',
  use: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  flags: { current: { type: 'bool' } },
  run({ args, flags, isSet }, context) {
    if (args.length > 1 || (args.length === 1) === flags.current) {
      const why = flags.current
        ? 'you cannot specify both a context name and --current'
        : 'you must specify a non-empty context name or --current';
      throw new KubectlError(why);
    }
    const given = isSet as (name: string) => boolean;
    const values = flags as unknown as Record<'cluster' | 'user' | 'namespace', string>;
    const { contexts, current } = readKubeconfig(context.files, undefined);
    const name = flags.current ? current : args[0]!;
    const old = contexts.find((one) => one.name === name);
    const changed: NamedContext['context'] = { ...old?.context };
    for (const field of ['cluster', 'user', 'namespace'] as const)
      if (given(field)) changed[field] = values[field];
    const next = { name, context: changed };
    const rest = contexts.filter((one) => one.name !== name);
    keep(context, { contexts: [...rest, next].sort((a, b) => (a.name < b.name ? -1 : 1)), current });
    context.out(`Context ${JSON.stringify(name)} ${old === undefined ? 'created' : 'modified'}.\n`);
    return Promise.resolve();
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/config/use_context.go */
const useContext = defineCommand({
  name: 'use-context',
  aliases: ['use'],
  summary: 'Sets the current-context in a kubeconfig file',
  use: 'config use-context CONTEXT_NAME',
  flags: {},
  run({ args }, context) {
    const [name = ''] = args;
    const { contexts } = configOf(context);
    if (!contexts.some((one) => one.name === name))
      throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`);
    keep(context, { contexts, current: name });
    context.out(`Switched to context ${JSON.stringify(name)}.\n`);
    return Promise.resolve();
  },
});

export const config = defineCommand({
  name: 'config',
  summary: 'Modify kubeconfig files',
  use: 'config SUBCOMMAND',
  subcommands: [currentContext, getContexts, setContext, useContext, view],
});
