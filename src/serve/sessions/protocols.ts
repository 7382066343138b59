/** The protocols of sessions, by transport: which there are, and which of those a client offers is spoken. */
import { isAtLeast, type KubernetesVersion, type Status } from '../../kube/index.ts';

/** How a session's end is told on its error stream. */
export type EndFormat = 'status' | 'text';

/** Over SPDY, the best first. @source k8s 1.20 apimachinery/pkg/util/remotecommand/constants.go */
export const spdyCommandProtocols = [
  'v4.channel.k8s.io',
  'v3.channel.k8s.io',
  'v2.channel.k8s.io',
  'channel.k8s.io',
] as const;

export const spdyPortProtocols = ['portforward.k8s.io'] as const;

/** Only the newest two know terminals that change their size. @source k8s 1.20 kubelet/cri/streaming/remotecommand/httpstream.go */
export const knowsResize = (protocol: string): boolean => /^v[34]\./.test(protocol);

export const endFormatOf = (protocol: string): EndFormat => (/^v[45]\./.test(protocol) ? 'status' : 'text');

/** What the error stream says at the end; undefined: nothing. @source k8s 1.20 kubelet/cri/streaming/remotecommand/httpstream.go v1WriteStatusFunc, v4WriteStatusFunc */
export const endText = (status: Status, format: EndFormat): string | undefined => {
  if (format === 'status') return JSON.stringify(status);
  return status.status === 'Success' ? undefined : (status.message ?? '');
};

/** Port-forward travels as SPDY inside the messages. */
export const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

export interface WebSocketProtocol {
  name: string;
  /** How bytes travel: as they are, as base64 in texts, or as texts themselves. */
  framing: 'binary' | 'base64' | 'text';
}

const channelProtocols: readonly WebSocketProtocol[] = [
  { name: '', framing: 'binary' },
  { name: 'channel.k8s.io', framing: 'binary' },
  { name: 'base64.channel.k8s.io', framing: 'base64' },
  { name: 'v4.channel.k8s.io', framing: 'binary' },
  { name: 'v4.base64.channel.k8s.io', framing: 'base64' },
];
const portProtocols = channelProtocols.filter(({ name }) => name === '' || name.startsWith('v4.'));
const logProtocols: readonly WebSocketProtocol[] = [
  { name: '', framing: 'binary' },
  { name: 'binary.k8s.io', framing: 'binary' },
  { name: 'base64.binary.k8s.io', framing: 'base64' },
];

const firstOf = (
  offered: readonly string[],
  known: readonly WebSocketProtocol[],
): WebSocketProtocol | undefined => {
  for (const name of offered.length === 0 ? [''] : offered) {
    const found = known.find((protocol) => protocol.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
};

export type WebSocketUse = 'command' | 'ports';

/**
 * The first of what the client offers, in its order, that is known; a protocol that the API server itself speaks goes
 * before those that it passes on to the kubelet. Undefined: none, which is a 403 without a word.
 * @source k8s 1.20 apiserver/pkg/util/wsstream/conn.go handshake; 1.30 apiserver/pkg/util/proxy/translatinghandler.go
 */
export const webSocketProtocol = (
  offered: readonly string[],
  use: WebSocketUse,
  version: KubernetesVersion,
): WebSocketProtocol | undefined => {
  const [own, ownSince] = use === 'command' ? ['v5.channel.k8s.io', 30] : [tunnelProtocol, 31];
  if (isAtLeast(version, ownSince as number) && offered.includes(own as string))
    return { name: own as string, framing: 'binary' };
  return firstOf(offered, use === 'command' ? channelProtocols : portProtocols);
};

/** Of logs. @source k8s 1.20 apiserver/pkg/util/wsstream/stream.go NewDefaultReaderProtocols */
export const logProtocol = (offered: readonly string[]): WebSocketProtocol | undefined =>
  firstOf(offered, logProtocols);

/** Values of a header that is a list. */
export const listedIn = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
