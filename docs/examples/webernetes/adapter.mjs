#!/usr/bin/env node
/** Puts @ngrok/webernetes behind labproof's backend protocol. Start it through start.mjs, which bundles it: its files need a bundler. */
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { BaseImage, Cluster, Watch, setHeaderOptions } from '@ngrok/webernetes';

/** What it serves; the methods of its clients are called after these kinds. */
const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const kinds = [
  ['corev1', '', 'v1', 'Namespace', 'namespaces', false, ['ns'], []],
  ['corev1', '', 'v1', 'Node', 'nodes', false, ['no'], []],
  ['corev1', '', 'v1', 'Pod', 'pods', true, ['po'], ['binding', 'status']],
  ['corev1', '', 'v1', 'Service', 'services', true, ['svc'], []],
  ['corev1', '', 'v1', 'Event', 'events', true, ['ev'], []],
  ['appsv1', 'apps', 'v1', 'Deployment', 'deployments', true, ['deploy'], ['scale', 'status']],
  ['appsv1', 'apps', 'v1', 'ReplicaSet', 'replicasets', true, ['rs'], ['scale', 'status']],
  ['discoveryv1', 'discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices', true, [], []],
].map(([client, group, version, kind, name, namespaced, shortNames, subresources]) => ({
  client,
  resource: {
    group,
    version,
    kind,
    name,
    namespaced,
    shortNames,
    subresources,
    singularName: kind.toLowerCase(),
    categories: ['Pod', 'Service', 'Deployment', 'ReplicaSet'].includes(kind) ? ['all'] : [],
    verbs,
  },
}));

let cluster;
let told = 0;
const watches = new Map();

const send = (message) =>
  process.stdout.write(
    `${JSON.stringify({ ...message, ...(cluster && { nowMs: cluster.clock.nowMs() }) })}\n`,
  );
const unsupported = (message) => Object.assign(new Error(message), { code: 'unsupported' });

/** Images that listen on port 80, nginx with its page, the others with the name of their pod; tags as in the notes. */
const imageOf = (imageName, imageVersion) =>
  class extends BaseImage {
    static imageName = imageName;
    static imageVersion = imageVersion;
    defaultCommand = ['serve'];

    async exec(context, argv) {
      const { name, namespace } = context.pod;
      if (argv[0] === 'hostname') return (context.writeStdout(`${name}\n`), 0);
      if (argv[0] !== 'serve') return super.exec(context, argv);
      const body = imageName === 'nginx' ? '<title>Welcome to nginx!</title>\n' : `${name}\n`;
      context.listenHttp(80, async () => ({
        status: 200,
        header: { 'x-pod': [`${namespace}/${name}`] },
        body,
      }));
      return context.waitUntilKilled();
    }
  };
const images = {
  nginx: ['latest', 'stable', '1.14', '1.15.12', '1.16.0', '1.16.1', '1.17.1', '1.18.0', '1.19.0'],
  'sysnet4admin/echo-hname': ['latest'],
  'sysnet4admin/echo-ip': ['latest'],
};

/** It knows no seed: so that the same seed gives the same names, chance itself is made anew (mulberry32). */
const seedChance = (seed) => {
  let state = seed;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const masterMark = 'node-role.kubernetes.io/control-plane';

/** Its machines have names of their own unless they are made anew. */
const nameMachines = ({ nodes }) => {
  const { constructor: Server, dnsConfig } = cluster.servers[0];
  const kubeletConfiguration = {
    syncFrequencyMs: 60_000,
    clusterDNS: [cluster.dnsServiceIp],
    registryPullQPS: 5,
    registryBurst: 10,
    serializeImagePulls: true,
    minimumGCAgeMs: 0,
    maxPerPodContainerCount: 1,
    maxContainerCount: -1,
    nodeStatusMaxImages: 50,
    clusterDomain: 'cluster.local',
  };
  const servers = nodes.map(
    ({ name, address }, index) =>
      new Server(cluster, {
        name,
        podCIDR: `10.0.${index + 100}.0/24`,
        ipAddresses: [address],
        kubeletConfiguration,
        dnsConfig,
      }),
  );
  cluster.servers.splice(0, cluster.servers.length, ...servers);
  // What an installer marks nodes with.
  for (const [index, { role, name, labels, taints }] of nodes.entries()) {
    const { node } = servers[index];
    const isMaster = role !== 'worker';
    const marks = { 'kubernetes.io/hostname': name, ...(isMaster && { [masterMark]: '' }), ...labels };
    node.metadata = { ...node.metadata, labels: marks };
    node.spec = {
      ...node.spec,
      taints: taints ?? (isMaster ? [{ key: masterMark, effect: 'NoSchedule' }] : []),
    };
  }
};

/** The moment at which its clock has something to do next. */
const nextDueMs = () => Math.min(...[...cluster.clock.tasks.values()].map(({ dueAtMs }) => dueAtMs));
const step = async (untilMs) => {
  cluster.clock.step(Math.max(0, untilMs - cluster.clock.nowMs()));
  // What its promises have been waiting for happens now.
  await turn();
  await turn();
};

/** Its answers may need its clock to go on. */
const settle = async (promise, withinMs = 60_000) => {
  let isSettled = false;
  const settled = promise.finally(() => (isSettled = true));
  settled.catch(() => undefined);
  const endMs = cluster.clock.nowMs() + withinMs;
  // Its store tells its watchers in microtasks of its clock, which run when the clock is stepped.
  do await step(cluster.clock.nowMs());
  while (!isSettled && nextDueMs() <= cluster.clock.nowMs());
  while (!isSettled && nextDueMs() <= endMs) await step(nextDueMs());
  if (!isSettled) throw new Error('it does not answer');
  return settled;
};

const find = (resource) => {
  const found = kinds.find(
    (one) => one.resource.name === resource.name && one.resource.group === resource.group,
  );
  if (found === undefined) throw unsupported(`it does not serve ${resource.name}`);
  return found;
};

/** "read", pods → cluster.api.corev1.readNamespacedPod(request). */
const call = async (verb, resource, { namespace, subresource = '', options, ...request }) => {
  const { client, resource: known } = find(resource);
  const scope = known.namespaced ? 'Namespaced' : '';
  const method = `${verb}${scope}${known.kind}${subresource.charAt(0).toUpperCase()}${subresource.slice(1)}`;
  const api = cluster.api[client];
  if (api[method] === undefined) throw unsupported(`it has no ${method}`);
  const answer = await settle(api[method]({ ...request, ...(known.namespaced && { namespace }) }, options));
  return verb === 'list' || subresource !== '' || answer?.kind === 'Status' ? answer : typed(answer, known);
};
const typed = (object, { group, version, kind }) => ({
  ...object,
  apiVersion: object.apiVersion ?? (group === '' ? version : `${group}/${version}`),
  kind: object.kind ?? kind,
});

const listOf = async ({ resource, options: { namespace, ...query } = {} }) => {
  const { client, resource: known } = find(resource);
  const answer =
    namespace === undefined && known.namespaced
      ? await settle(cluster.api[client][`list${known.kind}ForAllNamespaces`](query))
      : await call('list', resource, { namespace, ...query });
  const apiVersion = known.group === '' ? known.version : `${known.group}/${known.version}`;
  const items = answer.items.map((item) => typed(item, known));
  return { metadata: {}, ...answer, apiVersion, kind: `${known.kind}List`, items };
};

const fetchInside = async ({ url, method = 'GET', headers, body, from }) => {
  if (from !== undefined) throw unsupported('requests from inside a pod');
  try {
    const response = await settle(cluster.fetch(url, { method, headers, body }));
    const pod = [response.header?.['x-pod']].flat()[0];
    return { status: response.status, statusText: '', headers: {}, body: response.body, ...(pod && { pod }) };
  } catch (error) {
    return { error: 'refused', message: error.message };
  }
};

const methods = {
  hello: async () => ({
    protocol: 1,
    name: 'webernetes',
    kubernetes: 'v1.34.0',
    clock: 'virtual',
    can: ['exec', 'request', 'disruption'],
    missing: {
      load: 'the adapter starts no load',
      fault: 'webernetes breaks nothing',
      nodes: 'the machines of webernetes neither join nor leave',
    },
  }),
  open: async ({ lab, seed }) => {
    seedChance(seed);
    cluster = new Cluster({ nodes: 1 });
    nameMachines(lab);
    for (const [name, tags] of Object.entries(images))
      for (const tag of tags) cluster.registerImage(imageOf(name, tag));
    cluster.clock.pause();
    await settle(cluster.init());
    for (let endMs = cluster.clock.nowMs() + 60_000; nextDueMs() <= endMs;) await step(nextDueMs());
    return { kubernetes: 'v1.34.0' };
  },
  close: async () => {
    await Promise.race([cluster.close(), turn()]);
    return {};
  },
  resources: async () => kinds.map(({ resource }) => resource),
  get: async ({ resource, ...request }) => call('read', resource, request),
  list: listOf,
  create: async ({ resource, namespace, object }) => call('create', resource, { namespace, body: object }),
  createSubresource: async ({ resource, namespace, name, subresource, body }) =>
    call('create', resource, { namespace, name, subresource, body }),
  update: async ({ resource, namespace, object, options }) =>
    call('replace', resource, {
      namespace,
      name: object.metadata.name,
      subresource: options?.subresource,
      body: object,
    }),
  patch: async ({ resource, namespace, name, type, patch, options }) =>
    call('patch', resource, {
      ...{ namespace, name, subresource: options?.subresource, body: patch },
      options: setHeaderOptions('Content-Type', `application/${type}`),
    }),
  delete: async ({ resource, namespace, name, options }) =>
    call('delete', resource, {
      ...{ namespace, name },
      gracePeriodSeconds: options?.gracePeriodSeconds,
      propagationPolicy: options?.propagationPolicy,
    }),
  watch: async ({ watch, resource, options: { namespace, ...query } }) => {
    const { resource: known } = find(resource);
    const root = known.group === '' ? '/api/v1' : `/apis/${known.group}/${known.version}`;
    const path = `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${known.name}`;
    const onEvent = (type, object) => {
      if (!watches.has(watch) || type === 'BOOKMARK') return;
      told++;
      send({ watch, type, object: typed(object, known) });
    };
    watches.set(watch, undefined);
    watches.set(
      watch,
      await settle(new Watch(cluster.kubeConfig).watch(path, query, onEvent, () => undefined)),
    );
    return {};
  },
  unwatch: async ({ watch }) => {
    watches.get(watch)?.abort();
    watches.delete(watch);
    return {};
  },
  advance: async ({ untilMs, untilChange }) => {
    const before = told;
    await turn();
    for (;;) {
      if (untilChange && told > before) return { outcome: 'changed' };
      const dueMs = nextDueMs();
      if (dueMs > untilMs) break;
      await step(dueMs);
    }
    await step(untilMs);
    return { outcome: 'deadline' };
  },
  exec: async ({ target: { namespace, pod, container }, command }) =>
    settle(cluster.exec(namespace, pod, container, command), 3_600_000),
  request: fetchInside,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  try {
    if (methods[method] === undefined) throw unsupported(`webernetes has no ${method}`);
    send({ id, result: await methods[method](params) });
  } catch (error) {
    send({ id, error: { message: error.message, code: error.code?.toString(), status: statusOf(error) } });
  }
}
process.exit(0);

/** Its refusals carry a Status without the details that real ones have. */
function statusOf({ body }) {
  return body?.kind === 'Status' ? { metadata: {}, ...body } : undefined;
}
