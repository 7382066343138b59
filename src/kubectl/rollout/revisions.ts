/** The revisions of a workload: a deployment's replica sets, a daemon or stateful set's ControllerRevisions. */
import { applyStrategicMergePatch, labelMatcher, mergeFieldsOf } from '../../kube/index.ts';
import type { JsonObject, KubeObject, LabelSelector, ObjectMeta } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { resourceFor } from '../resources/index.ts';

export interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: unknown;
}

export interface Revision {
  revision: number;
  /** The replica set or ControllerRevision. */
  source: KubeObject;
  template: PodTemplate;
  /** The patch that restores it; of ControllerRevisions. */
  patch?: JsonObject;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Of a deployment or replica set; undefined when the annotation is absent or no number. */
export const revisionOf = ({ annotations = {} }: Pick<ObjectMeta, 'annotations'>): number | undefined => {
  const text = annotations[revisionAnnotation] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
};

const selectorOf = (owner: KubeObject): string => {
  const { spec } = owner as KubeObject & { spec: { selector?: LabelSelector } };
  return labelMatcher(spec.selector).text;
};

const isControlledBy = ({ metadata }: KubeObject, owner: KubeObject): boolean =>
  (metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller === true && uid === owner.metadata.uid,
  );

/** Ascending by number. @source k8s 1.20 kubectl/pkg/polymorphichelpers/history.go */
export const revisionsOf = async (owner: KubeObject, context: CommandContext): Promise<Revision[]> => {
  const isDeployment = owner.kind === 'Deployment';
  const served = await context.resources();
  const resource = resourceFor(served, isDeployment ? 'replicasets.apps' : 'controllerrevisions.apps');
  const { namespace } = owner.metadata;
  const list = await context.api.list(resource, {
    ...(namespace === undefined ? {} : { namespace }),
    labelSelector: selectorOf(owner),
  });
  const owned = list.items.filter((item) => isControlledBy(item, owner));
  const revisions = owned.flatMap((source): Revision[] => {
    if (isDeployment) {
      const revision = revisionOf(source.metadata);
      const { template } = (source as KubeObject & { spec: { template: PodTemplate } }).spec;
      return revision === undefined ? [] : [{ revision, source, template }];
    }
    const { revision, data } = source as KubeObject & { revision: number; data: JsonObject };
    return [{ revision, source, template: restoredTemplate(owner, data), patch: data }];
  });
  return revisions.sort((a, b) => a.revision - b.revision);
};

const restoredTemplate = (owner: KubeObject, data: JsonObject): PodTemplate => {
  const fields = mergeFieldsOf(owner.apiVersion, owner.kind);
  const restored = applyStrategicMergePatch(owner as unknown as JsonObject, data, fields);
  return (restored as unknown as { spec: { template: PodTemplate } }).spec.template;
};
