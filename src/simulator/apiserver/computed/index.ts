/** Objects that are there without anybody making them: what was written to one is stored, the others are made up when asked for. */
import type { KubeObject } from '../../../kube/index.ts';
import { newUid } from '../identity.ts';
import type { Resource } from '../resource-catalogue.ts';
import type { ServerCore } from '../server-core.ts';

/** Of each cluster, once; the API services anew when what is served has changed. */
const made = new WeakMap<ServerCore, Map<string, KubeObject>>();

/** The object under its uid of old, so that it is the same each time. */
const identified = (core: ServerCore, { name, apiVersion }: Resource, object: KubeObject): KubeObject => {
  let known = made.get(core);
  if (known === undefined) made.set(core, (known = new Map()));
  const key = `${name}/${object.metadata.name}`;
  let whole = known.get(key);
  if (whole === undefined) {
    const { startTime } = core.host.lab;
    const uid = newUid(core.host.random(`computed/${key}`));
    const metadata =
      name === 'componentstatuses'
        ? object.metadata
        : { ...object.metadata, uid, resourceVersion: '1', creationTimestamp: startTime };
    known.set(key, (whole = { ...object, apiVersion, metadata }));
  }
  return whole;
};

/** What the resource holds besides what is stored. */
export const computedObjects = (core: ServerCore, resource: Resource): readonly KubeObject[] =>
  (resource.definition.computed?.(core) ?? [])
    .filter(({ metadata }) => core.store.get(resource.name, '', metadata.name) === undefined)
    .map((object) => identified(core, resource, object));
