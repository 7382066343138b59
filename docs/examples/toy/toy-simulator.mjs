#!/usr/bin/env node
/** The smallest simulator that labproof can play on: pods and deployments in memory, on a clock of its own. */
import { createInterface } from 'node:readline';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const common = { version: 'v1', namespaced: true, categories: ['all'], verbs, subresources: [] };
const pods = { ...common, group: '', kind: 'Pod', name: 'pods', singularName: 'pod', shortNames: ['po'] };
const deployments = {
  ...common,
  ...{
    group: 'apps',
    kind: 'Deployment',
    name: 'deployments',
    singularName: 'deployment',
    shortNames: ['deploy'],
  },
};
const initialStatus = { Pod: { phase: 'Pending' }, Deployment: {} };

let [objects, watches, timers, nowMs, told, version] = [new Map(), new Map(), [], 0, 0, 0];

/** A message for labproof; nowMs tells it what the clock shows. */
const send = (message) => process.stdout.write(`${JSON.stringify({ ...message, nowMs })}\n`);
const after = (ms, run) => timers.push({ atMs: nowMs + ms, run });

/** How an API refuses: a metav1.Status. */
const refuse = (code, reason, message) => {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, reason, message };
  throw Object.assign(new Error(message), { status });
};
const keyOf = ({ name: plural }, namespace, name) => `${plural}/${namespace}/${name}`;
const find = ({ resource: { name: plural, group }, namespace, name }) =>
  objects.get(`${plural}/${namespace}/${name}`) ??
  refuse(404, 'NotFound', `${group === '' ? plural : `${plural}.${group}`} "${name}" not found`);

const matches = ({ metadata }, { namespace, labelSelector = '', fieldSelector = '' } = {}) =>
  (namespace === undefined || metadata.namespace === namespace) &&
  (fieldSelector === '' || fieldSelector === `metadata.name=${metadata.name}`) &&
  labelSelector
    .split(',')
    .every((term) => term === '' || metadata.labels?.[term.split('=')[0]] === term.split('=').at(-1));
const listOf = ({ name }, options) =>
  [...objects]
    .filter(([key, object]) => key.startsWith(`${name}/`) && matches(object, options))
    .map(([, object]) => object);

/** Every change goes through here: it is stored under a new version, and each watch that wants it is told. */
const store = (resource, type, { metadata, ...rest }) => {
  const stored = { ...rest, metadata: { ...metadata, resourceVersion: String(++version) } };
  const key = keyOf(resource, metadata.namespace, metadata.name);
  if (type === 'DELETED') objects.delete(key);
  else objects.set(key, stored);
  for (const [watch, one] of watches) {
    if (one.resource.name !== resource.name || !matches(stored, one.options)) continue;
    told++;
    send({ watch, type, object: stored });
  }
  after(10, control);
  return stored;
};

const create = ({ resource, namespace, object }) => {
  const name = object.metadata.name ?? `${object.metadata.generateName}${++version}`;
  if (objects.has(keyOf(resource, namespace, name)))
    refuse(409, 'AlreadyExists', `${resource.name} "${name}" already exists`);
  const own = { namespace, name, uid: `uid-${++version}`, creationTimestamp: new Date(nowMs).toISOString() };
  const metadata = { ...object.metadata, ...own };
  const made = store(resource, 'ADDED', { ...object, metadata, status: initialStatus[object.kind] });
  if (object.kind === 'Pod') after(1000, () => start(keyOf(pods, namespace, name)));
  return made;
};

/** The kubelet: every container runs after a second. */
const start = (key) => {
  const pod = objects.get(key);
  if (pod === undefined) return;
  const state = { running: { startedAt: new Date(nowMs).toISOString() } };
  const containerStatuses = pod.spec.containers.map(({ name, image }) => ({
    name,
    image,
    ready: true,
    restartCount: 0,
    state,
  }));
  store(pods, 'MODIFIED', { ...pod, status: { phase: 'Running', containerStatuses } });
};

/** The controller: a deployment has as many pods as it wants, and says so; a pod goes with its owner. */
const control = () => {
  const owners = listOf(deployments);
  for (const { metadata, spec, status } of owners) {
    const { namespace, name, uid } = metadata;
    const own = listOf(pods).filter((pod) => pod.metadata.ownerReferences?.[0].uid === uid);
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }];
    const from = { ...spec.template.metadata, generateName: `${name}-`, ownerReferences };
    for (let count = own.length; count < spec.replicas; count++)
      create({
        resource: pods,
        namespace,
        object: { apiVersion: 'v1', kind: 'Pod', ...spec.template, metadata: from },
      });
    for (const pod of own.slice(spec.replicas)) store(pods, 'DELETED', pod);
    const ready = own.filter((pod) => pod.status.phase === 'Running').length;
    const counts = {
      replicas: own.length,
      readyReplicas: ready,
      availableReplicas: ready,
      updatedReplicas: own.length,
    };
    if (JSON.stringify(status) !== JSON.stringify(counts))
      store(deployments, 'MODIFIED', { ...find({ resource: deployments, namespace, name }), status: counts });
  }
  for (const pod of listOf(pods))
    if (
      pod.metadata.ownerReferences?.every(({ uid }) => owners.every(({ metadata }) => metadata.uid !== uid))
    )
      store(pods, 'DELETED', pod);
};

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const merge = (old, patch) =>
  isMap(old) && isMap(patch)
    ? Object.entries(patch).reduce(
        (merged, [key, value]) => ({ ...merged, [key]: merge(old[key], value) }),
        old,
      )
    : patch;

const methods = {
  hello: () => ({
    protocol: 1,
    name: 'toy',
    kubernetes: 'v1.20.2',
    clock: 'virtual',
    can: [],
    reopens: true,
  }),
  open: ({ lab }) => {
    [objects, watches, timers, nowMs] = [new Map(), new Map(), [], Date.parse(lab.startTime)];
    return { kubernetes: 'v1.20.2' };
  },
  close: () => ({}),
  resources: () => [pods, deployments],
  get: find,
  list: ({ resource, options }) => ({
    apiVersion: 'v1',
    kind: 'List',
    metadata: {},
    items: listOf(resource, options),
  }),
  create,
  update: ({ resource, object }) => store(resource, 'MODIFIED', object),
  patch: ({ patch, ...what }) => store(what.resource, 'MODIFIED', merge(find(what), patch)),
  delete: (what) => store(what.resource, 'DELETED', find(what)),
  watch: ({ watch, resource, options }) => {
    for (const object of listOf(resource, options)) send({ watch, type: 'ADDED', object });
    watches.set(watch, { resource, options });
    return {};
  },
  unwatch: ({ watch }) => (watches.delete(watch), {}),
  advance: ({ untilMs, untilChange }) => {
    const before = told;
    for (;;) {
      timers.sort((a, b) => a.atMs - b.atMs);
      if (timers.length === 0 && untilChange) return { outcome: 'idle' };
      if (timers.length === 0 || timers[0].atMs > untilMs) break;
      const { atMs, run } = timers.shift();
      nowMs = Math.max(nowMs, atMs);
      run();
      if (untilChange && told > before) return { outcome: 'changed' };
    }
    nowMs = Math.max(nowMs, untilMs);
    return { outcome: 'deadline' };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  try {
    if (methods[method] === undefined)
      throw Object.assign(new Error(`the toy has no ${method}`), { code: 'unsupported' });
    send({ id, result: methods[method](params) });
  } catch ({ message, code, status }) {
    send({ id, error: { message, code, status } });
  }
}
