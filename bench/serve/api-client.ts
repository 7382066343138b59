/** A client of an API server for measuring: one connection that stays, and watches. */
import { readFileSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:https';
import { parse } from 'yaml';

type Fields = Record<string, string | undefined>;

interface Kubeconfig {
  clusters: { cluster: Fields }[];
  users: { user: Fields }[];
}

export interface ApiClient {
  call(method: string, path: string, body?: unknown, mediaType?: string): Promise<string>;
  /** Tells of each line; answers how to stop, once the server has answered. */
  watch(path: string, onLine: (line: string) => void): Promise<() => void>;
  close(): void;
}

/** What stands in a field itself, or in the file that the field names. */
const secretOf = (fields: Fields, name: string): Buffer | undefined => {
  const [data, path] = [fields[`${name}-data`], fields[name]];
  if (data !== undefined) return Buffer.from(data, 'base64');
  return path === undefined ? undefined : readFileSync(path);
};

/** @param file a kubeconfig of one cluster and one user */
export const openClient = (file: string, connections = 1): ApiClient => {
  const { clusters, users } = parse(readFileSync(file, 'utf8')) as Kubeconfig;
  const [{ cluster }, { user }] = [clusters[0]!, users[0]!];
  const { server = '' } = cluster;
  const { token } = user;
  const certificate = secretOf(user, 'client-certificate');
  const key = secretOf(user, 'client-key');
  const secrets = {
    ca: secretOf(cluster, 'certificate-authority')!,
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  };
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ...secrets });
  const options: RequestOptions = {
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  };
  return {
    call: (method, path, body, mediaType = 'application/json') =>
      new Promise((resolve, reject) => {
        const headers = { ...options.headers, 'content-type': mediaType };
        const sent = request(`${server}${path}`, { headers, method, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if ((response.statusCode ?? 0) < 300) resolve(text);
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          });
        });
        sent.on('error', reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    watch: (path, onLine) =>
      new Promise((resolve, reject) => {
        const sent = request(`${server}${path}`, { ...options, ...secrets, agent: false }, (response) => {
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            const lines = (rest + chunk).split('\n');
            rest = lines.pop()!;
            lines.forEach(onLine);
          });
          response.on('error', () => undefined);
          resolve(() => sent.destroy());
        });
        sent.on('error', reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
};
