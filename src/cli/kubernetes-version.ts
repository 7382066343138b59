/** Reads a flag's value as a version of Kubernetes that the simulator knows. */
import { UsageError } from '../core/index.ts';
import { isAtLeast, parseKubernetesVersion, supportedMinors } from '../kube/index.ts';

/** @throws UsageError */
export const kubernetesVersion = (text: string): string => {
  const parsed = parseKubernetesVersion(text);
  const { from, to } = supportedMinors;
  if (parsed === undefined || !isAtLeast(parsed, from) || isAtLeast(parsed, to + 1)) {
    throw new UsageError('bad-version', `--kubernetes ${text}: not a version that the simulator knows`, {
      hint: `1.${from} to 1.${to}, as in --kubernetes 1.20`,
    });
  }
  return text;
};
