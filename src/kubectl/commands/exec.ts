/** `kubectl exec`: runs a command in a container. */
import { isAtLeast } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { defaultContainer, podOfTarget } from '../pod-of-target.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/exec/exec.go Complete, Run */
export const exec = defineCommand({
  name: 'exec',
  summary: 'Execute a command in a container',
  use: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: {
    container: { type: 'string', short: 'c' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
    filename: { type: 'stringSlice', short: 'f' },
    'pod-running-timeout': { type: 'duration', default: 60_000 },
    quiet: { type: 'bool', short: 'q', summary: 'From 1.22 on' },
  },
  async run({ args, flags, dashIndex }, context) {
    const [target, ...command] = args;
    if (target === undefined || dashIndex === 0)
      throw new KubectlError('pod, type/name or --filename must be specified');
    if (command.length === 0)
      throw new KubectlError('you must specify at least one command for the container');
    if (dashIndex === undefined) {
      const notice =
        'kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use kubectl exec [POD] -- [COMMAND] instead.';
      if (isAtLeast(context.version, 31)) {
        throw new KubectlError(
          "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
        );
      }
      context.err(`${notice}\n`);
    }
    const pod = await podOfTarget(target, context);
    const { name, namespace = context.namespace } = pod.metadata;
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') {
      throw new KubectlError(
        `cannot exec into a container in a completed pod; current phase is ${pod.status.phase}`,
      );
    }
    const container = flags.container === '' ? defaultContainer(pod) : flags.container;
    const count = pod.spec.containers.length;
    if (flags.container === '' && count > 1 && !flags.quiet) {
      if (isAtLeast(context.version, 22)) {
        const names = pod.spec.containers.map((one) => one.name).join(', ');
        context.err(`Defaulted container "${container}" out of: ${names}\n`);
      } else {
        context.err(`Defaulting container name to ${container}.\n`);
        context.err(
          `Use 'kubectl describe pod/${name} -n ${namespace}' to see all of the containers in this pod.\n`,
        );
      }
    }
    if (flags.tty && !context.isTerminal) {
      context.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    }
    if (context.can.exec === undefined) throw new KubectlError(context.missing('exec'));
    const result = await context.can.exec({ namespace, pod: name, container }, command, {
      ...(flags.stdin && context.stdin !== undefined ? { stdin: context.stdin } : {}),
      tty: flags.tty && context.isTerminal,
      ...(context.deadlineMs === undefined ? {} : { deadlineMs: context.deadlineMs }),
    });
    context.out(result.stdout);
    context.err(result.stderr);
    if (result.exitCode !== 0) {
      throw new KubectlError(`command terminated with exit code ${result.exitCode}\n`, {
        exitCode: result.exitCode,
        isPlain: true,
      });
    }
  },
});
