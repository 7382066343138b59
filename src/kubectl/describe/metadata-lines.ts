/** The lines that most descriptions share: labels, annotations, times, owners, tolerations. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, KubernetesVersion, Toleration } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';

const longestAnnotation = 140;

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printLabelsMultilineWithIndent */
export const labelLines = (
  writer: DescribeWriter,
  title: string,
  labels: Record<string, string> | undefined,
  indent = '',
): void => {
  const keys = Object.keys(labels ?? {}).sort();
  writer.write(`${indent}${title}:\t`);
  if (keys.length === 0) writer.write('<none>\n');
  for (const [index, key] of keys.entries())
    writer.write(`${index === 0 ? '' : `${indent}\t`}${key}=${labels![key]!}\n`);
};

const shorten = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}...` : text;

const skippedAnnotations = new Set(['kubectl.kubernetes.io/last-applied-configuration']);

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printAnnotationsMultiline */
export const annotationLines = (
  writer: DescribeWriter,
  title: string,
  annotations: Record<string, string> | undefined,
): void => {
  const keys = Object.keys(annotations ?? {})
    .filter((key) => !skippedAnnotations.has(key))
    .sort();
  writer.write(`${title}:\t`);
  if (keys.length === 0) writer.write('<none>\n');
  for (const [index, key] of keys.entries()) {
    if (index > 0) writer.write('\t');
    const value = annotations![key]!.replace(/\n$/, '');
    if (new TextEncoder().encode(value + key).length + 2 <= longestAnnotation && !value.includes('\n')) {
      writer.write(`${key}: ${value}\n`);
      continue;
    }
    writer.write(`${key}:\n`);
    for (const line of value.split('\n')) writer.write(`\t  ${shorten(line, longestAnnotation - 2)}\n`);
  }
};

/** Name, and for namespaced kinds the namespace. */
export const nameLines = (writer: DescribeWriter, { metadata }: KubeObject, isNamespaced = true): void => {
  writer.line(0, `Name:\t${metadata.name}`);
  if (isNamespaced) writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
};

export const metadataLines = (writer: DescribeWriter, { metadata }: KubeObject): void => {
  labelLines(writer, 'Labels', metadata.labels);
  annotationLines(writer, 'Annotations', metadata.annotations);
};

export const createdLine = (writer: DescribeWriter, { metadata }: KubeObject): void =>
  writer.line(0, `CreationTimestamp:\t${writer.date(metadata.creationTimestamp)}`);

/** "Controlled By: ReplicaSet/web-5c5d4f8b9d", when there is a controller. */
export const controllerLine = (writer: DescribeWriter, { metadata }: KubeObject): void => {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner !== undefined) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go printPodTolerationsMultiline */
export const tolerationLines = (
  writer: DescribeWriter,
  title: string,
  tolerations: readonly Toleration[] | undefined,
  version: KubernetesVersion,
): void => {
  writer.write(`${title}:\t`);
  if ((tolerations ?? []).length === 0) writer.write('<none>\n');
  const sorted = [...(tolerations ?? [])].sort((a, b) =>
    (a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0,
  );
  for (const [
    index,
    { key = '', value = '', effect = '', operator, tolerationSeconds },
  ] of sorted.entries()) {
    if (index > 0) writer.write('\t');
    const showsOperator = operator === 'Exists' && value === '' && isAtLeast(version, 20);
    writer.write(
      `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}${showsOperator ? ' op=Exists' : ''}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}\n`,
    );
  }
};

/** Go's %v of a string list. */
export const goList = (texts: readonly string[] | undefined): string => `[${(texts ?? []).join(' ')}]`;

export const orNone = (text: string | undefined): string =>
  text === undefined || text === '' ? '<none>' : text;
export const yesNo = (value: boolean): string => (value ? 'True' : 'False');
