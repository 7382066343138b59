/** GET /version: what a simulated build says of itself. Only its version is a fact. */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';

export const buildInfo = (version: KubernetesVersion) => {
  const { major, minor, gitVersion } = version;
  const emulation = { emulationMajor: String(major), emulationMinor: String(minor) };
  return {
    major: String(major),
    minor: String(minor),
    ...(isAtLeast(version, 34) ? emulation : {}),
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.15.5',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
};
