/** Binds the values that a step captures, from the cluster or from what the step printed. */
import { parseFieldSelector, parseLabelSelector } from '../kube/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { fillCaptures, parseFieldPath, valueAt as valueAtParts } from '../expect/index.ts';
import type { Capture, StepAnswer } from '../scenario/index.ts';
import type { ObservedCluster } from './observed-cluster.ts';

export type CaptureResult = { ok: true; value: unknown } | { ok: false; why: string };

const failed = (why: string): CaptureResult => ({ ok: false, why });

/** The value at a path such as spec.containers[0].image; undefined when there is none. */
export const valueAt = (object: unknown, path: string): unknown =>
  valueAtParts(object, parseFieldPath(path) ?? []);

const selected = (capture: Capture, namespace: string, cluster: ObservedCluster): readonly KubeObject[] => {
  const reference = capture.from!;
  const resource = cluster.resolve(reference.resource);
  if (resource === undefined) return [];
  const where = resource.namespaced ? (capture.namespace ?? namespace) : undefined;
  const matchesLabels = capture.selector === undefined ? undefined : parseLabelSelector(capture.selector);
  const matchesFields =
    capture.fieldSelector === undefined ? undefined : parseFieldSelector(capture.fieldSelector);
  return cluster
    .list(resource.id)
    .filter((object) => where === undefined || where === '*' || object.metadata.namespace === where)
    .filter((object) => reference.name === undefined || object.metadata.name === reference.name)
    .filter((object) => matchesLabels === undefined || matchesLabels.matches(object.metadata.labels ?? {}))
    .filter(
      (object) =>
        matchesFields === undefined ||
        matchesFields.terms.every(
          (term) => (String(valueAt(object, term.field) ?? '') === term.value) !== term.isNegated,
        ),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
};

/** The value of one capture; `captures` are those bound so far, of which its own texts may make use. */
export const takeCapture = (
  written: Capture,
  captures: Readonly<Record<string, unknown>>,
  answer: StepAnswer,
  namespace: string,
  cluster: ObservedCluster,
): CaptureResult => {
  const capture = fillCaptures(written, captures);
  if (capture.output !== undefined) {
    const match = capture.output.exec(answer.stdout);
    if (match === null) return failed(`nothing of the output matches ${String(capture.output)}`);
    return { ok: true, value: match[1] ?? match[0] };
  }
  const objects = selected(capture, namespace, cluster);
  const { resource, name } = capture.from!;
  const subject =
    name === undefined
      ? `${resource}${capture.selector === undefined ? '' : ` (${capture.selector})`}`
      : `${resource}/${name}`;
  const path = capture.path ?? 'metadata.name';
  if (objects.length === 0) return failed(`there is no ${subject}`);
  if (capture.pick === 'all') return { ok: true, value: objects.map((object) => valueAt(object, path)) };
  if (objects.length > 1 && capture.pick !== 'first')
    return failed(`${objects.length} objects are selected by ${subject}; say pick: first or pick: all`);
  const value = valueAt(objects[0], path);
  return value === undefined ? failed(`${subject} has no ${path}`) : { ok: true, value };
};
