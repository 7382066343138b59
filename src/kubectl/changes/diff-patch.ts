/** The strategic merge patch between an object and a changed copy of it. */
import { createTwoWayMergePatch, mergeFieldsOf } from '../../kube/index.ts';
import type { JsonObject, KubeObject, KubernetesVersion } from '../../kube/index.ts';

/** Undefined when nothing differs. @source k8s 1.20 kubectl/pkg/cmd/set/helper.go CalculatePatch */
export const diffPatch = (
  before: KubeObject,
  after: KubeObject,
  version: KubernetesVersion,
): JsonObject | undefined => {
  const fields = mergeFieldsOf(before.apiVersion, before.kind, version);
  const patch = createTwoWayMergePatch(
    before as unknown as JsonObject,
    after as unknown as JsonObject,
    fields,
  );
  return Object.keys(patch).length === 0 ? undefined : patch;
};
