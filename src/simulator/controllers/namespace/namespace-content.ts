/** What a namespace that is being deleted still holds, as the API server tells it, and how long that may take to go. */
import type { KubeObject, Namespace, Pod } from '../../../kube/index.ts';
import type { ApiServer, Resource } from '../../apiserver/index.ts';

export interface Content {
  resource: Resource;
  objects: readonly KubeObject[];
}

/** @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go finalizerEstimateSeconds */
const finalizerEstimateSeconds = 15;

/** Of every resource that can be deleted; those of which there is nothing are left out. */
export const contentsOf = (api: ApiServer, namespace: string): Content[] =>
  api.catalogue.all
    .filter(({ definition }) => definition.namespaced && definition.isAggregated !== true)
    .map((resource): Content => {
      const answer = api.list(resource.name, { namespace });
      return { resource, objects: answer.ok ? answer.value.items : [] };
    })
    .filter(({ objects }) => objects.length > 0);

export const isPods = ({ resource }: Content): boolean => resource.name === 'pods';

/**
 * Seconds that the pods may take; 0 once that long has passed since the namespace was deleted.
 * @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go estimateGracefulTermination
 */
export const estimateOfPods = (
  contents: readonly Content[],
  { metadata: { deletionTimestamp = '' } }: Namespace,
  nowMs: number,
): number => {
  const pods = (contents.find(isPods)?.objects ?? []) as readonly Pod[];
  const estimate = pods
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
    .reduce((longest, { spec }) => Math.max(longest, spec.terminationGracePeriodSeconds ?? 0), 0);
  return nowMs - Date.parse(deletionTimestamp) >= estimate * 1000 ? 0 : estimate;
};

const hasFinalizers = ({ metadata: { finalizers = [] } }: KubeObject): boolean => finalizers.length > 0;

/** The object is still there when its deletion has been asked for. */
const outlivesDeletion = (content: Content, object: KubeObject): boolean => {
  if (hasFinalizers(object)) return true;
  if (!isPods(content)) return false;
  const { metadata, spec, status } = object as Pod;
  if (metadata.deletionTimestamp !== undefined) return true;
  const isFinished = status?.phase === 'Failed' || status?.phase === 'Succeeded';
  return (spec.nodeName ?? '') !== '' && !isFinished && (spec.terminationGracePeriodSeconds ?? 0) > 0;
};

/** Content of which something will be left when its deletion has been asked for, and only that. */
export const outliving = (contents: readonly Content[]): Content[] =>
  contents
    .map((content): Content => {
      const objects = content.objects.filter((object) => outlivesDeletion(content, object));
      return { ...content, objects };
    })
    .filter(({ objects }) => objects.length > 0);

/**
 * Seconds until what is left may have gone; undefined when nothing says why it is still there.
 * @source k8s 1.20 pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContentForGroupVersionResource
 */
export const estimateOf = (content: Content, estimateOfItsPods: number): number | undefined => {
  if (isPods(content) && estimateOfItsPods > 0) return estimateOfItsPods;
  return content.objects.some(hasFinalizers) ? finalizerEstimateSeconds : undefined;
};
