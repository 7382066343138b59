#!/usr/bin/env node
/** The smallest simulator that labproof can play on: pods and deployments in memory, on a clock of its own. */
import { createInterface } from 'node:readline';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const resourceOf = (group, kind, singularName, shortName) => {
  const names = {
    kind,
    name: `${singularName}s`,
    singularName,
    shortNames: [shortName],
    categories: ['all'],
  };
  return { ...names, group, version: 'v1', namespaced: true, verbs, subresources: [] };
};
const pods = resourceOf('', 'Pod', 'pod', 'po');
const deployments = resourceOf('apps', 'Deployment', 'deployment', 'deploy');
let [objects, watches, timers, nowMs, told, version] = [new Map(), new Map(), [], 0, 0, 0];

/** A message for labproof; nowMs tells it what the clock shows. */
const send = (message) => process.stdout.write(`${JSON.stringify({ ...message, nowMs })}\n`);
const after = (ms, run) => timers.push({ atMs: nowMs + ms, run });

/** How an API refuses: a metav1.Status. */
const refuse = (code, reason, message) => {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, reason, message };
  throw Object.assign(new Error(message), { status });
};
const keyOf = (resource, namespace, name) => `${resource.name}/${namespace}/${name}`;
const find = ({ resource, namespace, name }) =>
  objects.get(keyOf(resource, namespace, name)) ??
  refuse(404, 'NotFound', `${resource.name}${resource.group && `.${resource.group}`} "${name}" not found`);
const matches = ({ metadata }, { namespace, labelSelector = '', fieldSelector = '' } = {}) =>
  (namespace === undefined || metadata.namespace === namespace) &&
  (fieldSelector === '' || fieldSelector === `metadata.name=${metadata.name}`) &&
  (labelSelector === '' || labelSelector.split(',').every((term) => hasLabel(metadata, term.split(/==?/))));
const hasLabel = ({ labels }, [key, value]) => labels?.[key] === value;
const all = (resource) =>
  [...objects].filter(([key]) => key.startsWith(`${resource.name}/`)).map(([, one]) => one);

/** Every change goes through here: it is stored under a new version, and each watch that wants it is told. */
const store = (resource, type, object) => {
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } };
  const key = keyOf(resource, object.metadata.namespace, object.metadata.name);
  if (type === 'DELETED') objects.delete(key);
  else objects.set(key, stored);
  for (const [watch, { plural, options }] of watches)
    if (plural === resource.name && matches(stored, options) && ++told) send({ watch, type, object: stored });
  after(10, control);
  return stored;
};
const create = ({ resource, namespace, object }) => {
  const name = object.metadata.name ?? `${object.metadata.generateName}${++version}`;
  if (objects.has(keyOf(resource, namespace, name))) refuse(409, 'AlreadyExists', `"${name}" already exists`);
  const own = { namespace, name, uid: `uid-${++version}`, creationTimestamp: new Date(nowMs).toISOString() };
  const status = resource === pods ? { phase: 'Pending' } : {};
  if (resource.name === pods.name) after(1000, () => start(keyOf(pods, namespace, name)));
  return store(resource, 'ADDED', { ...object, metadata: { ...object.metadata, ...own }, status });
};

/** The kubelet: every container runs after a second. */
const start = (key) => {
  const [pod, state] = [objects.get(key), { running: { startedAt: new Date(nowMs).toISOString() } }];
  const running = ({ name, image }) => ({ name, image, ready: true, restartCount: 0, state });
  const status = { phase: 'Running', containerStatuses: pod?.spec.containers.map(running) };
  if (pod !== undefined) store(pods, 'MODIFIED', { ...pod, status });
};

/** The controller: a deployment has as many pods as it wants, and says so; a pod goes with its owner. */
const control = () => {
  const ownerOf = ({ metadata }) => metadata.ownerReferences?.[0].uid;
  for (const { metadata, spec, status } of all(deployments)) {
    const { namespace, name, uid } = metadata;
    const own = all(pods).filter((pod) => ownerOf(pod) === uid);
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }];
    const podMetadata = { ...spec.template.metadata, generateName: `${name}-`, ownerReferences };
    const object = { apiVersion: 'v1', kind: 'Pod', ...spec.template, metadata: podMetadata };
    for (let count = own.length; count < spec.replicas; count++)
      create({ resource: pods, namespace, object });
    for (const pod of own.slice(spec.replicas)) store(pods, 'DELETED', pod);
    const [replicas, ready] = [own.length, own.filter((pod) => pod.status.phase === 'Running').length];
    const counts = { replicas, readyReplicas: ready, availableReplicas: ready, updatedReplicas: replicas };
    if (JSON.stringify(status) === JSON.stringify(counts)) continue;
    store(deployments, 'MODIFIED', { ...objects.get(keyOf(deployments, namespace, name)), status: counts });
  }
  const owners = new Set(all(deployments).map(({ metadata }) => metadata.uid)).add(undefined);
  for (const pod of all(pods)) if (!owners.has(ownerOf(pod))) store(pods, 'DELETED', pod);
};

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const merge = (old, patch) => {
  if (!isMap(old) || !isMap(patch)) return patch;
  const merged = Object.entries(patch).map(([key, value]) => [key, merge(old[key], value)]);
  return { ...old, ...Object.fromEntries(merged) };
};

const self = { protocol: 1, name: 'toy', kubernetes: 'v1.20.2', clock: 'virtual', can: [], reopens: true };
const methods = {
  hello: () => self,
  open: ({ lab }) => {
    [objects, watches, timers, nowMs] = [new Map(), new Map(), [], Date.parse(lab.startTime)];
    return { kubernetes: self.kubernetes };
  },
  close: () => ({}),
  resources: () => [pods, deployments],
  get: find,
  list: ({ resource, options }) => {
    const items = all(resource).filter((object) => matches(object, options));
    return { apiVersion: 'v1', kind: 'List', metadata: {}, items };
  },
  create: (what) => create({ ...what, resource: what.resource.name === pods.name ? pods : deployments }),
  update: ({ resource, object }) => store(resource, 'MODIFIED', object),
  patch: ({ patch, ...what }) => store(what.resource, 'MODIFIED', merge(find(what), patch)),
  delete: (what) => store(what.resource, 'DELETED', find(what)),
  watch: ({ watch, resource, options }) => {
    for (const object of methods.list({ resource, options }).items) send({ watch, type: 'ADDED', object });
    watches.set(watch, { plural: resource.name, options });
    return {};
  },
  unwatch: ({ watch }) => (watches.delete(watch), {}),
  advance: ({ untilMs, untilChange }) => {
    for (const before = told; !untilChange || told === before;) {
      const [next] = timers.sort((a, b) => a.atMs - b.atMs);
      if (next === undefined && untilChange) return { outcome: 'idle' };
      nowMs = Math.max(nowMs, Math.min(next?.atMs ?? Infinity, untilMs));
      if (next === undefined || next.atMs > untilMs) return { outcome: 'deadline' };
      timers.shift().run();
    }
    return { outcome: 'changed' };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  const unsupported = () => Promise.reject({ message: `the toy has no ${method}`, code: 'unsupported' });
  await Promise.resolve(params)
    .then(methods[method] ?? unsupported)
    .then((result) => send({ id, result }))
    .catch(({ message, code, status }) => send({ id, error: { message, code, status } }));
}
