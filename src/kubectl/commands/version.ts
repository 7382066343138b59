/** `kubectl version`: of the client and of the server. */
import { goJson, goYaml, isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';

interface BuildInfo {
  major: string;
  minor: string;
  gitVersion: string;
  gitCommit: string;
  gitTreeState: string;
  buildDate: string;
  goVersion: string;
  compiler: string;
  platform: string;
}

/** What a simulated build says of itself: only its version is a fact. */
const buildInfo = ({ major, minor, gitVersion }: KubernetesVersion): BuildInfo => ({
  major: String(major),
  minor: String(minor),
  gitVersion,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.15.5',
  compiler: 'gc',
  platform: 'linux/amd64',
});

/** Go's %#v of version.Info. */
const goDump = (info: BuildInfo): string =>
  `version.Info{Major:"${info.major}", Minor:"${info.minor}", GitVersion:"${info.gitVersion}", GitCommit:"${info.gitCommit}", GitTreeState:"${info.gitTreeState}", BuildDate:"${info.buildDate}", GoVersion:"${info.goVersion}", Compiler:"${info.compiler}", Platform:"${info.platform}"}`;

/** @source k8s 1.20 kubectl/pkg/cmd/version/version.go Run */
export const version = defineCommand({
  name: 'version',
  summary: 'Print the client and server version information',
  use: 'version',
  flags: {
    client: { type: 'bool' },
    short: { type: 'bool' },
    output: { type: 'string', short: 'o' },
  },
  async run({ flags }, context) {
    const client = buildInfo(context.version);
    const server = flags.client ? undefined : buildInfo(context.serverVersion);
    if (flags.output === 'json' || flags.output === 'yaml') {
      const both = { clientVersion: client, ...(server === undefined ? {} : { serverVersion: server }) };
      context.out(flags.output === 'json' ? `${goJson(both, 2)}\n` : goYaml(both));
      return;
    }
    if (flags.output !== '') throw new KubectlError("--output must be 'yaml' or 'json'");
    const isShort = flags.short || isAtLeast(context.version, 28);
    const text = (info: BuildInfo): string => (isShort ? info.gitVersion : goDump(info));
    context.out(`Client Version: ${text(client)}\n`);
    if (server !== undefined) context.out(`Server Version: ${text(server)}\n`);
  },
});
