/** A served cluster for a test, and a client of its own. */
import { request } from 'node:https';
import { serveCluster, type ServedCluster, type Speed } from '../../src/serve/index.ts';
import { testLab } from '../simulator/bare-world.ts';

const images = [
  { repository: 'nginx', tags: ['latest', '1.16.0'], behaviour: 'nginx' },
  { repository: 'busybox', tags: ['latest'], behaviour: 'busybox' },
];

export const startCluster = (version = '1.20', speed: Speed = 20): Promise<ServedCluster> =>
  serveCluster({ lab: testLab({ images, startTime: new Date().toISOString() }), version, port: 0, speed });

export interface Reply {
  status: number;
  text: string;
}

export const call = (
  cluster: ServedCluster,
  method: string,
  path: string,
  options: { body?: string | Buffer; token?: string; headers?: Record<string, string> } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { body, token = cluster.token, headers = {} } = options;
    const sent = request(
      `${cluster.url}${path}`,
      {
        method,
        ca: cluster.certificate,
        agent: false,
        headers: {
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** Runs a pod of nginx until it is running. */
export const runPod = async (cluster: ServedCluster, name: string): Promise<void> => {
  const pods = '/api/v1/namespaces/default/pods';
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  };
  await call(cluster, 'POST', pods, { body: JSON.stringify(pod) });
  for (let phase = ''; phase !== 'Running';)
    phase = JSON.parse((await call(cluster, 'GET', `${pods}/${name}`)).text).status.phase;
};
