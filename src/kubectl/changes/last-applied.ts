/** The annotation in which kubectl apply keeps what it applied last. */
import { goJson } from '../../kube/index.ts';
import type { JsonObject, KubeObject } from '../../kube/index.ts';
import { withAnnotation } from './change-cause.ts';
import { orderedJson } from './typed-json.ts';
import { withoutField } from './without-field.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The text kept: the object without the annotation itself. @source k8s 1.20 kubectl/pkg/util/apply.go GetModifiedConfiguration */
const configurationOf = (object: KubeObject, isTyped: boolean): string => {
  const annotations = withoutField(object.metadata.annotations, lastAppliedAnnotation);
  if (!isTyped) return `${goJson({ ...object, metadata: { ...object.metadata, annotations } })}\n`;
  const metadata = withoutField({ ...object.metadata } as Record<string, unknown>, 'annotations');
  const kept = Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata;
  return `${orderedJson({ ...object, metadata: kept })}\n`;
};

/** `object` with its own configuration in the annotation; `isTyped` for objects that kubectl makes itself. */
export const withLastApplied = <T extends KubeObject>(object: T, isTyped = false): T =>
  withAnnotation(object, lastAppliedAnnotation, configurationOf(object, isTyped));

/** What was applied last; undefined when `object` was never applied. */
export const lastAppliedOf = (object: KubeObject): JsonObject | undefined => {
  const text = object.metadata.annotations?.[lastAppliedAnnotation];
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as JsonObject);
};
