/** Who manages an object's replicas after a write to its scale. @source k8s 1.22 pkg/registry/apps/deployment/storage/storage.go ScaleREST.Update */
import {
  builtInAtom,
  isAtLeast,
  managedFieldsAfterUpdate,
  scaleManagers,
  type KubeObject,
  type ManagedFieldsEntry,
  type MergeContext,
  type Scale,
} from '../../../kube/index.ts';
import type { Resource } from '../resource-catalogue.ts';
import { scaleOf } from '../scale.ts';
import type { ServerCore } from '../server-core.ts';
import type { FieldWrite } from './field-tracker.ts';

const scaleVersion = 'autoscaling/v1';

/** How scales merge; they have one version. */
export const scaleContext = (minor: number): MergeContext => ({
  minor,
  atomOf: () => builtInAtom(scaleVersion, 'Scale', minor),
  convert: ({ object }) => object,
  ignoredIn: () => undefined,
});

/** The managedFields of the object once `scale` is written. Before 1.22 a write to the scale changes no manager. */
export const scaledManagers = (
  core: ServerCore,
  resource: Resource,
  live: KubeObject,
  scale: Scale,
  by: FieldWrite,
): ManagedFieldsEntry[] | undefined => {
  const { managedFields } = live.metadata;
  if (managedFields === undefined || !isAtLeast(core.host.version, 22)) return managedFields;
  const before = scaleOf(live);
  const current = { ...before, metadata: { ...before.metadata, managedFields: scaleManagers.toScale(live) } };
  const writer = { ...core.fields.writerOf(resource, by), apiVersion: scaleVersion, subresource: 'scale' };
  const context = scaleContext(core.host.version.minor);
  const old = current as unknown as KubeObject;
  const next = { ...current, spec: scale.spec ?? {} } as unknown as KubeObject;
  const scaleEntries = managedFieldsAfterUpdate(context, old, next, writer);
  return scaleManagers.toParent(live, { scaleEntries, apiVersion: core.fields.versionOf(resource, by) });
};
