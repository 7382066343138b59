/** `kubectl logs`: what a container has printed. */
import { parseDuration, ValueError } from '../../kube/index.ts';
import type { Pod } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, usageError } from '../kubectl-error.ts';
import { defaultContainer, podsOfWorkload } from '../pod-of-target.ts';
import { fetchResources } from '../resources/index.ts';

const expected = `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.
POD or TYPE/NAME is a required argument for the logs command`;

/** Where following ends on a cluster that never comes to rest. */
const longestFollowMs = 3_600_000;

interface LogRequest {
  container: string;
  allContainers: boolean;
  previous: boolean;
  tailLines: number | undefined;
  sinceSeconds: number | undefined;
  timestamps: boolean;
  prefix: boolean;
  /** 0: no limit. */
  limitBytes: number;
}

/** The containers to read, with the error of a pod of several when none is named. @source k8s 1.20 kubectl/pkg/polymorphichelpers/logsforobject.go */
const containersOf = (pod: Pod, { container, allContainers }: LogRequest): string[] => {
  const names = (list: readonly { name: string }[] | undefined): string[] =>
    (list ?? []).map(({ name }) => name);
  const [inits, mains] = [names(pod.spec.initContainers), names(pod.spec.containers)];
  if (allContainers) return [...inits, ...mains];
  if (container !== '') {
    if ([...inits, ...mains].includes(container)) return [container];
    throw new KubectlError(`container ${container} is not valid for pod ${pod.metadata.name}`);
  }
  const isAnnotated = Object.keys(pod.metadata.annotations ?? {}).some((key) =>
    /kubernetes\.io\/default-(logs-)?container$/.test(key),
  );
  if (mains.length === 1 || isAnnotated) return [defaultContainer(pod)];
  const choose = `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${mains.join(' ')}]`;
  throw new KubectlError(
    inits.length === 0 ? choose : `${choose} or one of the init containers: [${inits.join(' ')}]`,
  );
};

const printPod = async (pod: Pod, request: LogRequest, context: CommandContext): Promise<void> => {
  const { name, namespace = context.namespace } = pod.metadata;
  const { previous, tailLines, sinceSeconds, timestamps } = request;
  for (const container of containersOf(pod, request)) {
    const whole = await context.api.log(namespace, name, {
      container,
      previous,
      timestamps,
      ...(tailLines === undefined ? {} : { tailLines }),
      ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    });
    const text = request.limitBytes > 0 ? whole.slice(0, request.limitBytes) : whole;
    const prefix = request.prefix ? `[pod/${name}/${container}] ` : '';
    context.out(prefix === '' ? text : text.replace(/^(?=.)/gm, prefix));
  }
};

const secondsOf = (text: string): number => {
  try {
    return Math.ceil(parseDuration(text) / 1000);
  } catch (caught) {
    if (caught instanceof ValueError) throw new KubectlError(caught.message);
    throw caught;
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/logs/logs.go */
export const logs = defineCommand({
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  use: 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: {
    container: { type: 'string', short: 'c' },
    'all-containers': { type: 'bool' },
    follow: { type: 'bool', short: 'f' },
    previous: { type: 'bool', short: 'p' },
    selector: { type: 'string', short: 'l' },
    since: { type: 'string' },
    'since-time': { type: 'string' },
    tail: { type: 'int', default: -1 },
    timestamps: { type: 'bool' },
    prefix: { type: 'bool' },
    'limit-bytes': { type: 'int' },
    'ignore-errors': { type: 'bool' },
    'max-log-requests': { type: 'int', default: 5 },
    'pod-running-timeout': { type: 'duration', default: 20_000 },
    'insecure-skip-tls-verify-backend': { type: 'bool' },
  },
  async run({ args, flags, isSet }, context) {
    const [target, container = ''] = args;
    if (target === undefined && flags.selector === '') throw usageError(context.commandPath, expected);
    if (args.length > 2) throw usageError(context.commandPath, expected);
    if (target !== undefined && flags.selector !== '') {
      throw usageError(context.commandPath, 'only a selector (-l) or a POD name is allowed');
    }
    if (container !== '' && flags.container !== '') {
      throw usageError(context.commandPath, 'only one of -c or an inline [CONTAINER] arg is allowed');
    }
    if (flags['all-containers'] && (flags.container || container) !== '') {
      throw new KubectlError(
        '--all-containers=true should not be specified with container name ' + (flags.container || container),
      );
    }
    if (flags.tail < -1) throw new KubectlError('--tail must be greater than or equal to -1');
    if (flags.since !== '' && flags['since-time'] !== '')
      throw new KubectlError('at most one of `sinceTime` or `sinceSeconds` may be specified');
    const sinceTimeMs = Date.parse(flags['since-time']);
    if (flags['since-time'] !== '' && !/^\d{4}-\d\d-\d\dT/.test(flags['since-time'])) {
      const text = JSON.stringify(flags['since-time']);
      throw new KubectlError(
        `parsing time ${text} as "2006-01-02T15:04:05Z07:00": cannot parse ${text} as "2006"`,
      );
    }
    const tail = flags.selector !== '' && !isSet('tail') ? 10 : flags.tail;
    const request: LogRequest = {
      container: flags.container || container,
      allContainers: flags['all-containers'],
      previous: flags.previous,
      tailLines: tail < 0 ? undefined : tail,
      sinceSeconds:
        flags.since !== ''
          ? secondsOf(flags.since)
          : Number.isNaN(sinceTimeMs)
            ? undefined
            : Math.max(1, Math.ceil((context.clock.now() - sinceTimeMs) / 1000)),
      timestamps: flags.timestamps,
      prefix: flags.prefix,
      limitBytes: flags['limit-bytes'],
    };
    const pods = await podsOf(target, flags.selector, context);
    if (!flags.follow) {
      for (const pod of pods) await printPod(pod, request, context);
      return;
    }
    await followPods(pods, request, context);
  },
});

const podsOf = async (
  target: string | undefined,
  selector: string,
  context: CommandContext,
): Promise<Pod[]> => {
  if (target === undefined) {
    const infos = await fetchResources(context, { args: ['pods'], labelSelector: selector });
    return infos.map(({ object }) => object as Pod);
  }
  const [info] = await fetchResources(
    context,
    { args: target.includes('/') ? [target] : ['pods', target] },
    { isTyped: true },
  );
  if (info === undefined || info.object.kind === 'Pod') return info === undefined ? [] : [info.object as Pod];
  const pods = await podsOfWorkload(info.object, context, 'logs');
  if (pods.length > 1) context.err(`Found ${pods.length} pods, using pod/${pods[0]!.metadata.name}\n`);
  if (pods.length === 0) throw new KubectlError(`timed out waiting for the condition`);
  return pods.slice(0, 1);
};

/** Prints what is there, then what is added, until the deadline or until nothing is left to happen. */
const followPods = async (
  pods: readonly Pod[],
  request: LogRequest,
  context: CommandContext,
): Promise<void> => {
  const seen = new Map<string, number>();
  const step = async (isFirst: boolean): Promise<void> => {
    for (const pod of pods) {
      for (const container of containersOf(pod, request)) {
        const key = `${pod.metadata.name}/${container}`;
        const { namespace = context.namespace, name } = pod.metadata;
        const text = await context.api.log(namespace, name, { container, timestamps: request.timestamps });
        const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
        const from =
          seen.get(key) ??
          (isFirst && request.tailLines !== undefined ? Math.max(0, lines.length - request.tailLines) : 0);
        const prefix = request.prefix ? `[pod/${name}/${container}] ` : '';
        for (const line of lines.slice(from)) context.out(prefix + line);
        seen.set(key, lines.length);
      }
    }
  };
  const nowMs = context.clock.now();
  const endMs = Math.min(
    context.deadlineMs ?? nowMs + longestFollowMs,
    nowMs + (context.requestTimeoutMs ?? longestFollowMs),
  );
  await step(true);
  while (context.clock.now() < endMs) {
    const outcome = await context.clock.waitUntil(() => false, Math.min(endMs, context.clock.now() + 1000));
    await step(false);
    if (outcome === 'idle') return;
  }
};
