/** --append-hash: a suffix for a config map's or secret's name that hangs on its content. */
import { createHash } from 'node:crypto';
import { goJson } from '../../kube/index.ts';

const replaced: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** @source k8s 1.20 kubectl/pkg/util/hash/hash.go */
export const nameHash = (content: Record<string, unknown>): string => {
  const hex = createHash('sha256').update(goJson(content)).digest('hex');
  return [...hex.slice(0, 10)].map((digit) => replaced[digit] ?? digit).join('');
};
