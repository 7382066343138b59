/** `kubectl expose`: a service for the pods of something. */
import { labelMatcher } from '../../kube/index.ts';
import type { KubeObject, LabelSelector, UnknownObject } from '../../kube/index.ts';
import {
  fileFlags,
  podSpecOf,
  queryOfFiles,
  recordFlag,
  recorderOf,
  warnDeprecatedFlag,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { createFlags, createGenerated, labelsOf } from '../create/index.ts';
import { goAtoiOf } from '../create/numbers.ts';
import { KubectlError, asCommandError, usageError } from '../kubectl-error.ts';
import { resourceTargets, visitResources } from '../resources/index.ts';
import { groupKind } from '../rollout/history.ts';

interface PortOf {
  port: number;
  protocol: string;
}

const exposable = new Set(['ReplicationController', 'Service', 'Pod', 'Deployment.apps', 'ReplicaSet.apps']);

/** The ports that the object's pods or the service itself have. @source k8s 1.20 kubectl/pkg/polymorphichelpers/portsforobject.go */
const portsOf = (object: KubeObject): PortOf[] => {
  if (object.kind === 'Service') {
    const { ports = [] } = (
      object as KubeObject & { spec: { ports?: { port: number; protocol?: string }[] } }
    ).spec;
    return ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }));
  }
  const containers = podSpecOf(object)?.containers ?? [];
  return containers.flatMap((container) => {
    const ports = (container.ports ?? []) as { containerPort: number; protocol?: string }[];
    return ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol }));
  });
};

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/mapbasedselectorforobject.go */
const selectorOf = (object: KubeObject): Record<string, string> => {
  const { spec } = object as KubeObject & { spec: { selector?: unknown } };
  if (object.kind === 'Pod') {
    const { labels = {} } = object.metadata;
    if (Object.keys(labels).length === 0)
      throw new KubectlError('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (object.kind === 'Service') {
    if (spec.selector === undefined) throw new KubectlError('the service has no pod selector set');
    return spec.selector as Record<string, string>;
  }
  if (object.kind === 'ReplicationController') return (spec.selector ?? {}) as Record<string, string>;
  const { matchLabels, matchExpressions = [] } = (spec.selector ?? {}) as LabelSelector;
  if (matchExpressions.length > 0)
    throw new KubectlError(
      `couldn't convert expressions - "${labelMatcher({ matchExpressions }).text}" to map-based selector format`,
    );
  if (matchLabels === undefined || Object.keys(matchLabels).length === 0)
    throw new KubectlError(`invalid deployment: no selectors, therefore cannot be exposed`);
  return matchLabels;
};

const lines = (text: string): string[] => text.split(',').filter((part) => part !== '');

interface ExposeFlags {
  port: string;
  'target-port': string;
  'container-port': string;
  protocol: string;
  generator: string;
  type: string;
  'cluster-ip': string;
  'session-affinity': string;
  'external-ip': string;
  'load-balancer-ip': string;
  selector: string;
  labels: string;
  name: string;
}

/** @source k8s 1.20 kubectl/pkg/generate/versioned/service.go generateService */
const serviceFor = (
  object: KubeObject,
  name: string,
  flags: ExposeFlags,
  context: CommandContext,
): UnknownObject => {
  const fail = (what: string, why?: string): KubectlError =>
    usageError(context.commandPath, `couldn't ${what}${why === undefined ? '' : `: ${why}`}`);
  let selector: Record<string, string>;
  if (flags.selector === '') {
    try {
      selector = selectorOf(object);
    } catch (caught) {
      throw fail('retrieve selectors via --selector flag or introspection', asCommandError(caught).message);
    }
  } else selector = labelsOf(flags.selector);
  const own = portsOf(object);
  const isHeadless = flags['cluster-ip'] === 'None';
  const numbers = flags.port === '' ? own.map(({ port }) => String(port)) : lines(flags.port);
  if (numbers.length === 0 && !isHeadless) throw fail('find port via --port flag or introspection');
  const ownLabels = object.metadata.labels ?? {};
  const labels = flags.labels === '' ? ownLabels : labelsOf(flags.labels);
  const target = flags['target-port'] === '' ? flags['container-port'] : flags['target-port'];
  const protocolOf = (port: string): string => {
    if (flags.protocol !== '') return flags.protocol;
    return own.find((candidate) => String(candidate.port) === port)?.protocol ?? 'TCP';
  };
  const portName = flags.generator === 'service/v1' ? 'default' : '';
  const ports = numbers.map((text, index) => {
    const port = goAtoiOf(text);
    const portTitle = numbers.length > 1 ? `port-${index + 1}` : portName;
    return {
      ...(portTitle === '' ? {} : { name: portTitle }),
      protocol: protocolOf(text),
      port,
      targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    };
  });
  const affinity = flags['session-affinity'];
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP')
    throw new KubectlError(`unknown session affinity: ${affinity}`);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: flags.name === '' ? name : flags.name,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: {
      ...(ports.length > 0 ? { ports } : {}),
      selector,
      ...(flags.type === '' ? {} : { type: flags.type }),
      ...(flags['cluster-ip'] === '' ? {} : { clusterIP: flags['cluster-ip'] }),
      ...(affinity === '' ? {} : { sessionAffinity: affinity }),
      ...(flags['external-ip'] === '' ? {} : { externalIPs: [flags['external-ip']] }),
      ...(flags['load-balancer-ip'] === '' ? {} : { loadBalancerIP: flags['load-balancer-ip'] }),
    },
  };
};

/** @source k8s 1.20 kubectl/pkg/cmd/expose/expose.go */
export const expose = defineCommand({
  name: 'expose',
  summary:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes Service',
  use: 'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  flags: {
    ...createFlags,
    ...fileFlags,
    'field-manager': { type: 'string', default: 'kubectl-expose' },
    generator: { type: 'string', default: 'service/v2' },
    protocol: { type: 'string' },
    port: { type: 'string' },
    type: { type: 'string' },
    'load-balancer-ip': { type: 'string' },
    selector: { type: 'string' },
    labels: { type: 'string', short: 'l' },
    'container-port': { type: 'string' },
    'target-port': { type: 'string' },
    'external-ip': { type: 'string' },
    overrides: { type: 'string' },
    name: { type: 'string' },
    'session-affinity': { type: 'string' },
    'cluster-ip': { type: 'string' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags, isSet } = line;
    if (isSet('container-port')) {
      warnDeprecatedFlag(
        context,
        'container-port',
        '--container-port will be removed in the future, please use --target-port instead',
      );
    }
    const recorder = recorderOf(line, context);
    const query = { args, ...queryOfFiles(flags) };
    await resourceTargets(context, query).catch((caught: unknown) => {
      throw usageError(context.commandPath, asCommandError(caught).message);
    });
    if (flags.generator !== 'service/v1' && flags.generator !== 'service/v2')
      throw usageError(context.commandPath, `generator ${JSON.stringify(flags.generator)} not found.`);
    await visitResources(
      context,
      query,
      async ({ object, name }) => {
        const kind = groupKind(object);
        if (!exposable.has(kind)) throw new KubectlError(`cannot expose a ${kind}`);
        const service = serviceFor(object, name.slice(0, 63), flags, context);
        await createGenerated(recorder.record(service), line, context, undefined, 'exposed');
      },
      { isTyped: true },
    );
  },
});
