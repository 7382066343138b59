/** Words of a `set` line, told apart: first resources, then NAME=VALUE pairs. */
import { KubectlError } from '../kubectl-error.ts';

export interface ResourcePairs {
  resources: string[];
  pairs: Map<string, string>;
  /** Names that stood as "NAME-". */
  removed: string[];
}

/**
 * @throws KubectlError when the words stand in another order, or a pair is none
 * @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs, ParsePairs
 */
export const resourcePairs = (
  args: readonly string[],
  what: string,
  allowsRemoval = false,
): ResourcePairs => {
  const isPair = (word: string): boolean => word.indexOf('=') > 0 || (word.endsWith('-') && word !== '-');
  const first = args.findIndex(isPair);
  const resources = first < 0 ? [...args] : args.slice(0, first);
  const words = first < 0 ? [] : args.slice(first);
  const stray = words.find((word) => !isPair(word));
  if (stray !== undefined)
    throw new KubectlError(`all resources must be specified before ${what} changes: ${stray}`);
  const pairs = new Map<string, string>();
  const removed: string[] = [];
  const invalid: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) pairs.set(word.slice(0, equals), word.slice(equals + 1));
    else if (allowsRemoval && equals < 0 && word.endsWith('-') && word !== '-')
      removed.push(word.slice(0, -1));
    else invalid.push(word);
  }
  if (invalid.length > 0) throw new KubectlError(`invalid ${what} format: ${invalid.join(', ')}`);
  return { resources, pairs, removed };
};
