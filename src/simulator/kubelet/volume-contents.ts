/** The files that ConfigMaps, Secrets and the pod itself make in a volume. */
import type { Pod } from '../../kube/index.ts';
import { fieldValue } from './environment.ts';

export interface KeyToPath {
  key: string;
  path: string;
}

export interface DownwardItem {
  path: string;
  fieldRef?: { fieldPath: string };
  resourceFieldRef?: { resource: string };
}

/** What an object's data make; or the key that is asked for and not there. */
export const pickItems = (
  data: Readonly<Record<string, string>>,
  items: readonly KeyToPath[] | undefined,
): { files: Map<string, string> } | { missing: string } => {
  if (items === undefined) return { files: new Map(Object.entries(data)) };
  const files = new Map<string, string>();
  for (const { key, path } of items) {
    const content = data[key];
    if (content === undefined) return { missing: key };
    files.set(path, content);
  }
  return { files };
};

/** @source k8s 1.20 pkg/fieldpath/fieldpath.go FormatMap */
const mapText = (values: Readonly<Record<string, string>> | undefined): string =>
  Object.keys(values ?? {})
    .sort()
    .map((key) => `${key}=${JSON.stringify(values?.[key])}`)
    .join('\n');

export const downwardFiles = (
  pod: Pod,
  items: readonly DownwardItem[],
  node: { name: string; address: string },
): Map<string, string> =>
  new Map(
    items.map(({ path, fieldRef }) => {
      const field = fieldRef?.fieldPath ?? '';
      if (field === 'metadata.labels') return [path, mapText(pod.metadata.labels)];
      if (field === 'metadata.annotations') return [path, mapText(pod.metadata.annotations)];
      const addresses = { pod: pod.status?.podIP ?? '', host: node.address, node: node.name };
      return [path, fieldValue(pod, field, addresses)];
    }),
  );
