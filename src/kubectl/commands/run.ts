/** `kubectl run`: one pod from an image. */
import { ValueError, applyJsonMergePatch, isAtLeast } from '../../kube/index.ts';
import type { JsonValue, UnknownObject } from '../../kube/index.ts';
import { recordFlag, recorderOf, warnDeprecatedFlag } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { createFlags, createGenerated } from '../create/index.ts';
import { FlagError, KubectlError, usageError } from '../kubectl-error.ts';
import { goAtoiOf } from '../create/numbers.ts';
import { imageError } from '../create/image-reference.ts';
import { labelsOf } from '../create/labels.ts';
import { quantitiesOf } from '../create/quantities.ts';

const restartPolicyOf = (text: string, context: CommandContext): string => {
  if (text === '') return 'Always';
  if (text === 'Always' || text === 'OnFailure' || text === 'Never') return text;
  throw usageError(context.commandPath, `invalid restart policy: ${text}`);
};

/** @source k8s 1.20 kubectl/pkg/generate/versioned/run.go parseEnvs */
const envOf = (texts: readonly string[]): { name: string; value: string }[] =>
  texts.map((text) => {
    const equals = text.indexOf('=');
    const name = text.slice(0, Math.max(equals, 0));
    if (equals < 1) throw new KubectlError(`invalid env: ${text}`);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) throw new KubectlError(`invalid env: ${text}`);
    return { name, value: text.slice(equals + 1) };
  });

/** @source k8s 1.20 kubectl/pkg/generate/versioned/run.go getAnnotations */
const annotationsOf = (texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new KubectlError(`invalid annotation format: ${text}`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go Merge (a JSON merge patch on the pod) */
const overridden = (pod: UnknownObject, overrides: string): UnknownObject => {
  if (overrides === '') return pod;
  let patch: JsonValue;
  try {
    patch = JSON.parse(overrides) as JsonValue;
  } catch {
    throw new KubectlError('Invalid JSON Patch');
  }
  try {
    return applyJsonMergePatch(pod as unknown as JsonValue, patch) as unknown as UnknownObject;
  } catch (caught) {
    if (caught instanceof ValueError) throw new KubectlError(caught.message);
    throw caught;
  }
};

const noEffect = 'has no effect and will be removed in the future.';

/** Flags that went: since which minor each is deprecated, with which words, and in which it is gone. */
const formerFlags = [
  ['generator', 18, noEffect, 21],
  ['replicas', 18, noEffect, 21],
  ['schedule', 18, noEffect, 21],
  ['service-generator', 18, 'and will be removed in the future.', 21],
  ['service-overrides', 18, 'and will be removed in the future.', 21],
  ['serviceaccount', 21, noEffect, 24],
  ['limits', 21, noEffect, 24],
  ['requests', 21, noEffect, 24],
  ['hostport', 21, noEffect, 24],
] as const;

/** @source k8s 1.20 kubectl/pkg/cmd/run/run.go, pkg/generate/versioned/run.go BasicPod */
export const run = defineCommand({
  name: 'run',
  summary: 'Run a particular image on the cluster',
  use: 'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags: {
    ...createFlags,
    'field-manager': { type: 'string', default: 'kubectl-run' },
    image: { type: 'string' },
    'image-pull-policy': { type: 'string' },
    port: { type: 'string' },
    hostport: { type: 'int', default: -1 },
    labels: { type: 'string', short: 'l' },
    annotations: { type: 'stringArray', summary: 'From 1.20 on' },
    env: { type: 'stringArray' },
    requests: { type: 'string' },
    limits: { type: 'string' },
    serviceaccount: { type: 'string' },
    restart: { type: 'string' },
    command: { type: 'bool' },
    expose: { type: 'bool' },
    overrides: { type: 'string' },
    quiet: { type: 'bool', short: 'q' },
    rm: { type: 'bool' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
    attach: { type: 'bool' },
    'leave-stdin-open': { type: 'bool' },
    'pod-running-timeout': { type: 'duration', default: 60_000 },
    generator: { type: 'string' },
    privileged: { type: 'bool' },
    'grace-period': { type: 'int', default: -1 },
    timeout: { type: 'duration' },
    wait: { type: 'bool' },
    cascade: { type: 'string', default: 'background', noValueDefault: 'background' },
    force: { type: 'bool' },
    record: recordFlag,
    schedule: { type: 'string', summary: 'Of 1.18 to 1.20, without effect' },
    replicas: { type: 'int', short: 'r', default: 1, summary: 'Of 1.18 to 1.20, without effect' },
    'service-generator': { type: 'string' },
    'service-overrides': { type: 'string' },
  },
  requiredFlags: ['image'],
  async run(line, context) {
    const { args, flags, isSet, dashIndex } = line;
    for (const [name, deprecated, why, removed] of formerFlags) {
      if (!isSet(name)) continue;
      if (isAtLeast(context.version, removed)) throw new FlagError(`unknown flag: --${name}`);
      const isLast = removed === 24 && isAtLeast(context.version, 23);
      if (isAtLeast(context.version, deprecated))
        warnDeprecatedFlag(context, name, isLast ? why.replace('the future', '1.24') : why);
    }
    const recorder = recorderOf(line, context);
    if (args.length === 0 || dashIndex === 0)
      throw usageError(context.commandPath, 'NAME is required for run');
    if (flags.image === '') throw new KubectlError('--image is required');
    const complaint = imageError(flags.image);
    if (complaint !== undefined)
      throw new KubectlError(`Invalid image name ${JSON.stringify(flags.image)}: ${complaint}`);
    const isDry = flags['dry-run'] !== 'none';
    const isAttached = flags.stdin || flags.tty || (isSet('attach') && flags.attach);
    if (flags.tty && !flags.stdin)
      throw usageError(context.commandPath, '-i/--stdin is required for containers with -t/--tty=true');
    if (flags.expose && flags.port === '')
      throw usageError(context.commandPath, '--port must be set when exposing a service');
    if (isAttached && isDry) {
      throw usageError(
        context.commandPath,
        "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
      );
    }
    if (flags.rm && !isAttached)
      throw usageError(context.commandPath, '--rm should only be used for attached containers');
    if (isAttached) {
      throw new KubectlError(
        "labproof's kubectl does not attach to containers (run -i, -t, --attach, --rm): run the pod, wait for it, and read its logs or exec into it",
      );
    }
    const restartPolicy = restartPolicyOf(flags.restart, context);
    if (flags.hostport >= 0 && flags.port === '')
      throw new KubectlError('--hostport requires --port to be specified');
    const name = args[0]!;
    const words = args.slice(1);
    const env = envOf(flags.env);
    const labels = flags.labels === '' ? { run: name } : labelsOf(flags.labels);
    const [requests, limits] = isAtLeast(context.version, 21)
      ? [undefined, undefined]
      : [quantitiesOf(flags.requests), quantitiesOf(flags.limits)];
    const port = flags.port === '' ? undefined : goAtoiOf(flags.port);
    const hostPort =
      flags.hostport >= 0 && !isAtLeast(context.version, 21) ? { hostPort: flags.hostport } : {};
    const pod: UnknownObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        labels,
        ...(flags.annotations.length > 0 ? { annotations: annotationsOf(flags.annotations) } : {}),
      },
      spec: {
        containers: [
          {
            name,
            image: flags.image,
            ...(words.length === 0 ? {} : flags.command ? { command: words } : { args: words }),
            ...(port === undefined ? {} : { ports: [{ containerPort: port, ...hostPort }] }),
            ...(env.length > 0 ? { env } : {}),
            resources: {
              ...(limits === undefined ? {} : { limits }),
              ...(requests === undefined ? {} : { requests }),
            },
            ...(flags['image-pull-policy'] === '' ? {} : { imagePullPolicy: flags['image-pull-policy'] }),
            ...(flags.privileged ? { securityContext: { privileged: true } } : {}),
          },
        ],
        restartPolicy,
        dnsPolicy: 'ClusterFirst',
        ...(flags.serviceaccount === '' || isAtLeast(context.version, 21)
          ? {}
          : { serviceAccountName: flags.serviceaccount }),
      },
    };
    const recorded = recorder.record(overridden(pod, flags.overrides));
    if (!flags.expose) {
      await createGenerated(recorded, line, context);
      return;
    }
    // The pod is created first and told last.
    const told: string[] = [];
    await createGenerated(recorded, line, { ...context, out: (text) => void told.push(text) });
    const service: UnknownObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: labels },
    };
    await createGenerated(service, line, context);
    if (flags.output === 'yaml') context.out('---\n---\n');
    for (const text of told) context.out(text);
  },
});
