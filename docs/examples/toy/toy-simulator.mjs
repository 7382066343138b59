#!/usr/bin/env node
/** A small simulator that labproof can play on: pods and deployments in memory, on a clock of its own. */
import { createInterface } from 'node:readline';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const both = { version: 'v1', namespaced: true, categories: ['all'], verbs, subresources: [] };
const pods = { ...both, group: '', kind: 'Pod', name: 'pods', singularName: 'pod', shortNames: ['po'] };
const names = { kind: 'Deployment', name: 'deployments', singularName: 'deployment', shortNames: ['deploy'] };
const deployments = { ...both, ...names, group: 'apps' };
const self = { protocol: 1, name: 'toy', kubernetes: 'v1.20.2', clock: 'virtual', can: [], reopens: true };
const fresh = (startTime) => [new Map(), new Map(), Date.parse(startTime), 0];
let [objects, watches, nowMs, version] = fresh('2026-01-01');

/** A message for labproof; nowMs tells it what the clock shows. */
const send = (message) => process.stdout.write(`${JSON.stringify({ ...message, nowMs })}\n`);
/** How an API refuses: a metav1.Status. */
const refuse = (code, reason, message) => {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, reason, message };
  throw Object.assign(new Error(message), { status });
};
const keyOf = ({ name: plural }, { namespace, name }) => `${plural}/${namespace}/${name}`;
const find = ({ resource, ...named }) =>
  objects.get(keyOf(resource, named)) ??
  refuse(404, 'NotFound', `${resource.name}${resource.group && '.apps'} "${named.name}" not found`);
const hasLabel = (labels, [key, value]) => labels?.[key] === value;
const matches = ({ metadata: { namespace, labels } }, { options: { labelSelector = '', ...options } = {} }) =>
  [undefined, namespace].includes(options.namespace) &&
  labelSelector.split(',').every((term) => hasLabel(labels, term.split(/==?/)));
const all = ({ resource: { name }, ...what }) =>
  [...objects].flatMap(([key, one]) => (key.startsWith(`${name}/`) && matches(one, what) ? [one] : []));
const podsOf = (uid) => all({ resource: pods }).filter((it) => it.metadata.ownerReferences?.[0].uid === uid);

/** Every change goes through here: watches are told, and what is deleted takes its pods with it. */
const store = (resource, type, { metadata, ...rest }) => {
  const object = { ...rest, metadata: { ...metadata, resourceVersion: `${++version}` } };
  objects[type === 'DELETED' ? 'delete' : 'set'](keyOf(resource, metadata), object);
  for (const [watch, what] of watches)
    if (what.resource.name === resource.name && matches(object, what)) send({ watch, type, object });
  if (type === 'DELETED') for (const pod of podsOf(metadata.uid)) store(pods, 'DELETED', pod);
  return object;
};
const create = ({ resource, namespace, object: { metadata, ...rest } }) => {
  const name = metadata.name ?? `${metadata.generateName}${++version}`;
  const own = { ...metadata, namespace, name, uid: `uid-${++version}`, creationTimestamp: new Date(nowMs) };
  if (objects.has(keyOf(resource, own))) refuse(409, 'AlreadyExists', `"${name}" already exists`);
  return store(resource, 'ADDED', { ...rest, metadata: own, status: { phase: 'Pending' } });
};
const put = (old, [key, value]) => ({ ...old, [key]: merge(old[key], value) ?? undefined });
const isMap = (value) => value?.constructor === Object;
const merge = (old = {}, patch) => (isMap(patch) ? Object.entries(patch).reduce(put, old) : patch);
/** What a second brings: the containers of a pod start, a deployment gets as many pods as it wants. */
const tick = () => {
  for (const pod of all({ resource: pods }).filter(({ status }) => status.phase === 'Pending')) {
    const containerStatuses = pod.spec.containers.map(({ name }) => ({ name, ready: true, restartCount: 0 }));
    store(pods, 'MODIFIED', { ...pod, status: { phase: 'Running', containerStatuses } });
  }
  for (const deployment of all({ resource: deployments })) {
    const [{ namespace, name, uid }, { replicas: wanted, template }] = [deployment.metadata, deployment.spec];
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }];
    const metadata = { ...template.metadata, generateName: `${name}-`, ownerReferences };
    const object = { apiVersion: 'v1', kind: 'Pod', ...template, metadata };
    const own = podsOf(uid);
    for (let count = own.length; count < wanted; count++) create({ resource: pods, namespace, object });
    for (const pod of own.slice(wanted)) store(pods, 'DELETED', pod);
    const [replicas, ready] = [own.length, own.filter((pod) => pod.status.phase === 'Running').length];
    const status = { replicas, readyReplicas: ready, availableReplicas: ready, updatedReplicas: replicas };
    const isNews = JSON.stringify(deployment.status) !== JSON.stringify(status);
    if (isNews) store(deployments, 'MODIFIED', { ...deployment, status });
  }
};
const methods = {
  hello: () => self,
  resources: () => [pods, deployments],
  close: () => ({}),
  create,
  get: find,
  open: ({ lab }) => ([objects, watches, nowMs, version] = fresh(lab.startTime)) && self,
  list: (what) => ({ apiVersion: 'v1', kind: 'List', metadata: {}, items: all(what) }),
  update: ({ resource, object }) => store(resource, 'MODIFIED', object),
  patch: ({ patch, ...what }) => store(what.resource, 'MODIFIED', merge(find(what), patch)),
  delete: (what) => store(what.resource, 'DELETED', find(what)),
  watch: ({ watch, ...what }) => {
    for (const object of all(what)) send({ watch, type: 'ADDED', object });
    return watches.set(watch, what) && {};
  },
  unwatch: ({ watch }) => (watches.delete(watch), {}),
  advance: ({ untilMs, untilChange }, was = version) => {
    for (; nowMs < untilMs && !(untilChange && version > was); tick())
      nowMs = Math.min(nowMs + 1000, untilMs);
    return { outcome: nowMs < untilMs ? 'changed' : 'deadline' };
  },
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  try {
    send({ id, result: methods[method]?.(params) ?? refuse(406, 'NotAcceptable', `there is no ${method}`) });
  } catch ({ message, status }) {
    send({ id, error: { message, status } });
  }
});
