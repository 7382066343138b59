/** The volumes of a pod as its containers find them: files by path, from ConfigMaps, Secrets and the pod itself. */
import type { Container, Pod, Volume } from '../../kube/index.ts';
import type { World } from '../world.ts';
import type { Mount, VolumeFiles } from './container-files.ts';

const decodeBase64 = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let [buffer, bits] = [0, 0];
  for (const character of text.replace(/[^A-Za-z0-9+/]/g, '')) {
    buffer = ((buffer << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
};

/** A Secret's values as text. */
export const secretTexts = (data: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, decodeBase64(value)]));

type Contents = { files: VolumeFiles } | { missing: string };

const pick = (
  data: Readonly<Record<string, string>>,
  items: { key: string; path: string }[] | undefined,
): VolumeFiles =>
  new Map(
    items === undefined
      ? Object.entries(data)
      : items.flatMap(({ key, path }) => (data[key] === undefined ? [] : [[path, data[key]] as const])),
  );

const contentsOf = (world: World, pod: Pod, volume: Volume): Contents => {
  const { namespace } = pod.metadata;
  if (volume.configMap !== undefined) {
    const name = volume.configMap.name ?? '';
    const found = world.api.get('configmaps', namespace, name);
    if (!found.ok)
      return volume.configMap.optional === true
        ? { files: new Map() }
        : { missing: `configmap "${name}" not found` };
    return { files: pick(found.value.data ?? {}, volume.configMap.items) };
  }
  if (volume.secret !== undefined) {
    const name = volume.secret.secretName ?? '';
    const found = world.api.get('secrets', namespace, name);
    if (!found.ok)
      return volume.secret.optional === true
        ? { files: new Map() }
        : { missing: `secret "${name}" not found` };
    return { files: pick(secretTexts(found.value.data), volume.secret.items) };
  }
  return { files: new Map() };
};

/** Why a pod's volumes cannot be set up, as the event says it; undefined when they can. */
export const volumeFailure = (world: World, pod: Pod): string | undefined => {
  for (const volume of pod.spec.volumes ?? []) {
    if (volume.configMap === undefined && volume.secret === undefined) continue;
    const contents = contentsOf(world, pod, volume);
    if ('missing' in contents)
      return `MountVolume.SetUp failed for volume "${volume.name}" : ${contents.missing}`;
  }
  return undefined;
};

/** The volumes of one pod, each made when first looked at and shared by its containers. */
export class PodVolumes {
  readonly #world: World;
  readonly #pod: Pod;
  readonly #files = new Map<string, VolumeFiles>();

  constructor(world: World, pod: Pod) {
    this.#world = world;
    this.#pod = pod;
  }

  mountsOf(container: Container): Mount[] {
    return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, subPath }) => {
      const volume = this.#pod.spec.volumes?.find((candidate) => candidate.name === name);
      const files = this.#filesOf(name, volume);
      const path = mountPath.replace(/(.)\/+$/, '$1');
      const isReadOnly = readOnly === true || volume?.configMap !== undefined || volume?.secret !== undefined;
      const content = subPath === undefined ? undefined : files.get(subPath);
      return { path, files: content === undefined ? files : new Map([['', content]]), isReadOnly };
    });
  }

  #filesOf(name: string, volume: Volume | undefined): VolumeFiles {
    let files = this.#files.get(name);
    if (files === undefined) {
      const contents = volume === undefined ? undefined : contentsOf(this.#world, this.#pod, volume);
      files = contents !== undefined && 'files' in contents ? contents.files : new Map<string, string>();
      this.#files.set(name, files);
    }
    return files;
  }
}
