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

const pick = (
  data: Readonly<Record<string, string>>,
  items: { key: string; path: string }[] | undefined,
): VolumeFiles =>
  new Map(
    items === undefined
      ? Object.entries(data)
      : items.flatMap(({ key, path }) => (data[key] === undefined ? [] : [[path, data[key]] as const])),
  );

const contentsOf = (world: World, pod: Pod, { configMap, secret }: Volume): VolumeFiles => {
  const { namespace } = pod.metadata;
  if (configMap !== undefined) {
    const found = world.api.get('configmaps', namespace, configMap.name ?? '');
    return found.ok ? pick(found.value.data ?? {}, configMap.items) : new Map<string, string>();
  }
  if (secret !== undefined) {
    const found = world.api.get('secrets', namespace, secret.secretName ?? '');
    return found.ok ? pick(secretTexts(found.value.data), secret.items) : new Map<string, string>();
  }
  return new Map<string, string>();
};

/** Why a pod's volumes cannot be set up, as the event says it; undefined when they can. */
export const volumeFailure = (world: World, pod: Pod): string | undefined => {
  const { namespace } = pod.metadata;
  for (const { name, configMap, secret } of pod.spec.volumes ?? []) {
    const isOptional = configMap?.optional === true || secret?.optional === true;
    if ((configMap === undefined && secret === undefined) || isOptional) continue;
    const wanted = configMap?.name ?? secret?.secretName ?? '';
    const found = world.api.get(configMap === undefined ? 'secrets' : 'configmaps', namespace, wanted);
    if (found.ok) continue;
    const kind = configMap === undefined ? 'secret' : 'configmap';
    return `MountVolume.SetUp failed for volume "${name}" : ${kind} "${wanted}" not found`;
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
      files = volume === undefined ? new Map<string, string>() : contentsOf(this.#world, this.#pod, volume);
      this.#files.set(name, files);
    }
    return files;
  }
}
