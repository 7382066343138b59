/** The pod-template-hash label: upstream's own, from the Go dump of the template of the cluster's minor. */
import type { PodTemplateSpec } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { dump } from './go-dump.ts';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** @source k8s 1.20 apimachinery/pkg/util/rand/rand.go SafeEncodeString */
const safeEncode = (text: string): string =>
  [...text].map((character) => alphabet[character.charCodeAt(0) % alphabet.length]!).join('');

/** FNV-1a, 32 bits, over bytes. */
const fnv32a = (bytes: Uint8Array): number => {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
};

/** UTF-8 bytes; the templates are nearly always ASCII. */
const utf8 = (text: string): number[] => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
};

/**
 * The hash of a template as stored (defaulted, quantities canonical).
 * @source k8s 1.20 pkg/controller/controller_utils.go ComputeHash
 */
export const podTemplateHash = (
  template: PodTemplateSpec,
  collisionCount: number | undefined,
  version: KubernetesVersion,
): string => {
  const bytes = utf8(dump('core/v1.PodTemplateSpec', template, version.minor, true));
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 64; shift += 8) bytes.push(shift < 32 ? (collisionCount >>> shift) & 255 : 0);
  }
  return safeEncode(String(fnv32a(Uint8Array.from(bytes))));
};
