/** The pod-template-hash label: upstream's own, from the Go dump of the template of the cluster's minor. */
import type { PodTemplateSpec } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { safeEncodeString } from '../safe-encode.ts';
import { dump } from './go-dump.ts';

const fnvOffset = 2166136261;

/** FNV-1a, 32 bits: the hash of the bytes before, and one more. */
const withByte = (hash: number, byte: number): number => Math.imul(hash ^ byte, 16777619);

/** The hash of a text's UTF-8 bytes; the templates are nearly always ASCII. */
const hashOfText = (text: string): number => {
  let hash = fnvOffset;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index)!;
    if (code < 0x80) {
      hash = withByte(hash, code);
      continue;
    }
    if (code < 0x800) hash = withByte(hash, 0xc0 | (code >> 6));
    else {
      if (code < 0x10000) hash = withByte(hash, 0xe0 | (code >> 12));
      else {
        hash = withByte(withByte(hash, 0xf0 | (code >> 18)), 0x80 | ((code >> 12) & 63));
        index++;
      }
      hash = withByte(hash, 0x80 | ((code >> 6) & 63));
    }
    hash = withByte(hash, 0x80 | (code & 63));
  }
  return hash;
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
  let hash = hashOfText(dump('core/v1.PodTemplateSpec', template, version.minor, true));
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 64; shift += 8)
      hash = withByte(hash, shift < 32 ? (collisionCount >>> shift) & 255 : 0);
  }
  return safeEncodeString(String(hash >>> 0));
};
