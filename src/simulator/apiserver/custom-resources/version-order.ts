/** The order of API versions: v2, v1, v1beta2, v1beta1, v1alpha1, then others by name. */

const levels = ['alpha', 'beta', ''];

interface Parsed {
  level: number;
  major: number;
  minor: number;
}

const parse = (version: string): Parsed | undefined => {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return undefined;
  return { level: levels.indexOf(match[2] ?? ''), major: Number(match[1]), minor: Number(match[3] ?? 0) };
};

/** Negative when `a` is to be preferred. @source k8s 1.20 apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings */
export const compareVersions = (a: string, b: string): number => {
  if (a === b) return 0;
  const [left, right] = [parse(a), parse(b)];
  if (left === undefined && right === undefined) return a < b ? -1 : 1;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return right.level - left.level || right.major - left.major || right.minor - left.minor;
};
