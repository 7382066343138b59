/** Server-side apply of a Scale. @source k8s 1.20 pkg/registry/apps/deployment/storage/storage.go scaleUpdatedObjectInfo */
import {
  unclassifiedError,
  applyServerSide,
  ConfigurationError,
  ConflictError,
  isAtLeast,
  scaleManagers,
  type Answer,
  type KubeObject,
  type Scale,
  type UnknownObject,
} from '../../../kube/index.ts';
import type { Resource } from '../resource-catalogue.ts';
import { scaleOf } from '../scale.ts';
import { failed, type ServerCore } from '../server-core.ts';
import { scaleContext } from './scaled-managers.ts';
import { applyConflict, checkConfiguration, type ApplyWrite } from './apply-object.ts';

const scaleVersion = 'autoscaling/v1';

/** The scale with the configuration laid over it. Before 1.22 nobody but "before-first-apply" manages a scale. */
export const appliedScale = (
  core: ServerCore,
  resource: Resource,
  live: KubeObject,
  config: unknown,
  by: ApplyWrite,
): Answer<Scale> => {
  const refused = checkConfiguration(config ?? {}, scaleVersion);
  if (refused !== undefined) return failed(refused);
  const scale = scaleOf(live);
  const tracked = isAtLeast(core.host.version, 22) ? scaleManagers.toScale(live) : undefined;
  const metadata = { ...scale.metadata, ...(tracked === undefined ? {} : { managedFields: tracked }) };
  const empty = { apiVersion: scaleVersion, kind: 'Scale', metadata: {}, spec: {}, status: {} };
  const context = scaleContext(core.host.version.minor);
  const writer = { ...core.fields.writerOf(resource, by), apiVersion: scaleVersion, subresource: 'scale' };
  try {
    const applied = applyServerSide({
      context,
      live: { ...scale, metadata } as unknown as UnknownObject,
      empty: empty as unknown as UnknownObject,
      config: config as UnknownObject,
      writer,
      force: by.force === true,
    });
    return { ok: true, value: applied as unknown as Scale };
  } catch (error) {
    if (error instanceof ConflictError) return failed(applyConflict(error));
    if (error instanceof ConfigurationError) return failed(unclassifiedError(error.message));
    throw error;
  }
};
