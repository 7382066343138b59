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

/** True when `version` has a change that came with minor `minor` and was carried back: `patches` says from which patch of which older minor. */
export const hasBackport = (
  version: KubernetesVersion,
  minor: number,
  patches: Readonly<Record<number, number>>,
): boolean => {
  if (isAtLeast(version, minor)) return true;
  const patch = Number(/^v\d+\.\d+\.(\d+)/.exec(version.gitVersion)?.[1] ?? 0);
  const since = version.major === 1 ? patches[version.minor] : undefined;
  return since !== undefined && patch >= since;
};

/** The versions that labproof knows facts about: minors of major 1. */
export const supportedMinors = { from: 18, to: 36 } as const;

/** The last patch of each minor from 1.18 on, as far as it is known. */
const newestPatches = [20, 16, 15, 14, 17, 17, 17, 16, 15, 16, 15, 15, 14, 14, 13, 13, 13, 10, 6] as const;

/** "1.22.17" for 22: what somebody gets who installs that minor today. */
export const newestPatchOf = (minor: number): string =>
  `1.${minor}.${newestPatches[minor - supportedMinors.from] ?? 0}`;
