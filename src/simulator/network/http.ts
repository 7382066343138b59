/** HTTP requests and what becomes of them, as a client in the lab sees it. */

import type { HttpFailure } from '../../kube/index.ts';

export type { HttpAnswer, HttpFailure, HttpRequest } from '../../kube/index.ts';

export interface Destination {
  host: string;
  port: number;
  /** With the query string. */
  path: string;
  scheme: 'http' | 'https';
}

/** Reads "http://host:port/path", with or without the scheme as curl takes it; undefined when it is none. */
export const parseUrl = (url: string): Destination | undefined => {
  const match = /^(?:(https?):\/\/)?([^/:?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/.exec(url.trim());
  if (match === null) return undefined;
  const [, scheme = 'http', host = '', port, path = '/'] = match;
  const isSecure = scheme === 'https';
  return {
    host,
    port: port === undefined ? (isSecure ? 443 : 80) : Number(port),
    path: path.startsWith('/') ? path : `/${path}`,
    scheme: isSecure ? 'https' : 'http',
  };
};

export const failures = {
  refused: (host: string, port: number): HttpFailure => ({
    error: 'refused',
    message: `Failed connect to ${host}:${port}; Connection refused`,
  }),
  timeout: (host: string, port: number): HttpFailure => ({
    error: 'timeout',
    message: `Failed connect to ${host}:${port}; Connection timed out`,
  }),
  unreachable: (host: string, port: number): HttpFailure => ({
    error: 'unreachable',
    message: `Failed connect to ${host}:${port}; No route to host`,
  }),
  unresolved: (host: string): HttpFailure => ({
    error: 'unresolved',
    message: `Could not resolve host: ${host}`,
  }),
};
