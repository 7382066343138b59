/** A Kubernetes version as data: "1.20" or "v1.20.2", compared by major and minor. */

export interface KubernetesVersion {
  major: number;
  minor: number;
  /** As the API says it: "v1.20.2". */
  gitVersion: string;
}

/** Reads "1.20", "v1.20", "v1.18.4"; undefined when it is none of these. A missing patch level is 0. */
export const parseKubernetesVersion = (text: string): KubernetesVersion | undefined => {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?([-+].*)?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch = '0', suffix = ''] = match;
  return { major: Number(major), minor: Number(minor), gitVersion: `v${major}.${minor}.${patch}${suffix}` };
};

/** True when `version` is at least major 1, minor `minor`. */
export const isAtLeast = (version: KubernetesVersion, minor: number): boolean =>
  version.major > 1 || (version.major === 1 && version.minor >= minor);

/** The versions that labproof knows facts about: minors of major 1. */
export const supportedMinors = { from: 18, to: 36 } as const;
