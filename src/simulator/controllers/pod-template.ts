/** A pod as a controller makes it from its template. */
import type { KubeObject, Pod, PodTemplateSpec } from '../../kube/index.ts';
import { controllerRefTo } from './controller-ref.ts';

const longestName = 253;

/**
 * The base of generated names: "web-", or "web" when the dash would make it too long.
 * @source k8s 1.20 pkg/controller/controller_utils.go getPodsPrefix
 */
const generatedNameBase = (ownerName: string): string =>
  ownerName.length + 1 > longestName ? ownerName : `${ownerName}-`;

/**
 * The pod bears `name`, or one the server generates from its owner's; the base of generated names it bears in either case.
 * @source k8s 1.20 pkg/controller/controller_utils.go GetPodFromTemplate
 */
export const podFromTemplate = (template: PodTemplateSpec, owner: KubeObject, name = ''): Pod => {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const { namespace } = owner.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: generatedNameBase(owner.metadata.name),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRefTo(owner)],
    },
    spec: template.spec,
  };
};
