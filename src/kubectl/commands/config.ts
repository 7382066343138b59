/** `kubectl config`: the one context that a lab has. */
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';

const contextName = 'kubernetes-admin@kubernetes';

const currentContext = defineCommand({
  name: 'current-context',
  summary: 'Displays the current-context',
  use: 'config current-context',
  flags: {},
  async run(_line, context) {
    await context.resources();
    context.out(`${contextName}\n`);
  },
});

const getContexts = defineCommand({
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  use: 'config get-contexts [(-o|--output=)name)]',
  flags: { output: { type: 'string', short: 'o' }, 'no-headers': { type: 'bool' } },
  async run({ flags }, context) {
    await context.resources();
    if (flags.output === 'name') return context.out(`${contextName}\n`);
    const header = 'CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE\n';
    const namespace = context.namespace === 'default' ? '' : context.namespace;
    context.out(
      `${flags['no-headers'] ? '' : header}*         ${contextName}   kubernetes   kubernetes-admin   ${namespace}\n`,
    );
  },
});

/** @deviates a lab's context cannot be changed: name the namespace with -n */
const setContext = defineCommand({
  name: 'set-context',
  summary: 'Sets a context entry in kubeconfig',
  use: 'config set-context [NAME | --current] [--namespace=namespace]',
  flags: { current: { type: 'bool' } },
  run() {
    throw new KubectlError("labproof's kubectl has no kubeconfig to change: name the namespace with -n");
  },
});

export const config = defineCommand({
  name: 'config',
  summary: 'Modify kubeconfig files',
  use: 'config SUBCOMMAND',
  subcommands: [currentContext, getContexts, setContext],
});
