/** `kubectl debug POD --image=IMAGE`: another container in a pod that runs. */
import { createHash } from 'node:crypto';
import type { Container, Pod } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { podOfTarget } from '../pod-of-target.ts';

const alphanums = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters that no container of the pod has in its name; the same for the same pod, so that runs can be repeated. */
const debuggerName = ({ metadata, spec }: Pod): string => {
  const seed = `${metadata.uid ?? metadata.name}/${spec.ephemeralContainers?.length ?? 0}`;
  const bytes = createHash('sha256').update(seed).digest();
  return `debugger-${[...bytes.subarray(0, 5)].map((byte) => alphanums[byte % alphanums.length]).join('')}`;
};

const environmentOf = (pairs: readonly string[]): { name: string; value: string }[] =>
  pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0)
      throw new KubectlError(
        `invalid argument "${pair}" for "--env" flag: ${pair} must be formatted as key=value`,
      );
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });

/** @source k8s 1.25 kubectl/pkg/cmd/debug/debug.go debugByEphemeralContainer */
export const debug = defineCommand({
  name: 'debug',
  summary: 'Create debugging sessions for troubleshooting workloads and nodes',
  use: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: {
    image: { type: 'string' },
    target: { type: 'string' },
    container: { type: 'string', short: 'c' },
    env: { type: 'stringSlice' },
    'image-pull-policy': { type: 'string' },
    'arguments-only': { type: 'bool' },
    attach: { type: 'bool' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
    quiet: { type: 'bool', short: 'q' },
    profile: { type: 'string', default: 'legacy' },
    'copy-to': { type: 'string' },
  },
  async run({ args, flags, dashIndex }, context) {
    const targets = args.slice(0, dashIndex ?? args.length);
    const command = dashIndex === undefined ? [] : args.slice(dashIndex);
    const [target] = targets;
    if (target === undefined) throw new KubectlError('NAME is required for debug');
    if (flags['copy-to'] !== '')
      throw new KubectlError(
        "labproof's kubectl does not copy pods: leave --copy-to out, and a container is added",
      );
    if (/^nodes?\//.test(target))
      throw new KubectlError("labproof's kubectl does not debug nodes: name a pod");
    if (flags.image === '')
      throw new KubectlError('you must specify --image, --set-image or command arguments.');
    if (flags.tty && !flags.stdin)
      throw new KubectlError('-i/--stdin is required for containers with -t/--tty=true');
    const pod = await podOfTarget(target, context);
    const name = flags.container === '' ? debuggerName(pod) : flags.container;
    if (flags.target !== '' && !flags.quiet) {
      context.out(
        `Targeting container "${flags.target}". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    }
    if (flags.container === '' && !flags.quiet) {
      context.out(`Defaulting debug container name to ${name}.\n`);
    }
    const environment = environmentOf(flags.env);
    const container: Partial<Container> & { targetContainerName?: string } = {
      name,
      image: flags.image,
      terminationMessagePolicy: 'File',
      ...(environment.length === 0 ? {} : { env: environment }),
      ...(flags['image-pull-policy'] === ''
        ? {}
        : { imagePullPolicy: flags['image-pull-policy'] as NonNullable<Container['imagePullPolicy']> }),
      ...(flags.stdin ? { stdin: true } : {}),
      ...(flags.tty ? { tty: true } : {}),
      ...(command.length === 0 ? {} : flags['arguments-only'] ? { args: command } : { command }),
      ...(flags.target === '' ? {} : { targetContainerName: flags.target }),
    };
    const pods = { group: '', version: 'v1', name: 'pods' };
    const patch = { spec: { ephemeralContainers: [container] } };
    const { namespace = context.namespace } = pod.metadata;
    try {
      await context.api.patch(pods, namespace, pod.metadata.name, 'strategic-merge-patch+json', patch, {
        subresource: 'ephemeralcontainers',
      });
    } catch (error) {
      const { status } = error as {
        status?: { reason?: string; details?: { name?: string }; message?: string };
      };
      if (status?.reason !== 'NotFound' || (status.details?.name ?? '') !== '') throw error;
      throw new KubectlError(
        `ephemeral containers are disabled for this cluster (error from server: ${JSON.stringify(status.message)}).`,
      );
    }
  },
});
