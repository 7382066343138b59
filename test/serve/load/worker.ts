/** A process that watches or writes, as its parent says: clients must not share the server's processor time. */
import { Agent, request } from 'node:https';

export interface Orders {
  url: string;
  token: string;
  /** PEM. */
  certificate: string;
  role: 'watch' | 'write';
  /** Watches or writers in this process, and the number of the first. */
  count: number;
  first: number;
  /** Where watches begin. */
  resourceVersion: string;
  /** How long writers write. */
  durationMs: number;
}

/** What became of an object: "a1 ADDED 17". */
export interface Told {
  /** By watch or writer: "name version" for each event or write, in order. */
  sequences: string[][];
}

const path = '/api/v1/namespaces/default/configmaps';
const objectsEach = 5;
/** How long a watch may lag behind the last write. */
const patienceMs = 30_000;

const orders = JSON.parse(process.argv[2]!) as Orders;
const agent = new Agent({ keepAlive: true, ca: orders.certificate });
const headers = { authorization: `Bearer ${orders.token}`, 'content-type': 'application/json' };

const call = (method: string, target: string, body?: unknown): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(`${orders.url}${target}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });

const sequences: string[][] = Array.from({ length: orders.count }, () => []);

/** The parent's own last write has been heard of. */
const hasEnded = (sequence: readonly string[]): boolean =>
  sequence.at(-1)?.startsWith('ADDED last ') === true;

const watch = (sequence: string[]): void => {
  const target = `${path}?watch=true&resourceVersion=${orders.resourceVersion}`;
  const sent = request(`${orders.url}${target}`, { headers, agent: false, ca: orders.certificate });
  sent.on('response', (response) => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const { type, object } = JSON.parse(line);
        sequence.push(`${type} ${object.metadata.name} ${object.metadata.resourceVersion}`);
      }
    });
    response.on('close', () => sequence.push('CLOSED'));
    process.send!('watching');
  });
  sent.on('error', () => sequence.push('BROKEN'));
  sent.end();
};

const write = async (writer: number, sequence: string[]): Promise<void> => {
  const end = performance.now() + orders.durationMs;
  const note = (type: string, name: string, { status, text }: { status: number; text: string }): void => {
    if (status >= 300) throw new Error(`${type} ${name}: ${status} ${text}`);
    sequence.push(`${type} ${name} ${JSON.parse(text).metadata?.resourceVersion ?? ''}`);
  };
  for (let round = 0; performance.now() < end; round++) {
    const name = `w${writer}-${round % objectsEach}`;
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { round: String(round) } };
    note('ADDED', name, await call('POST', path, body));
    for (let change = 0; change < 3; change++) {
      const changed = { ...body, data: { round: `${round}.${change}` } };
      note('MODIFIED', name, await call('PUT', `${path}/${name}`, changed));
    }
    const { status, text } = await call('DELETE', `${path}/${name}`);
    if (status !== 200) throw new Error(`DELETE ${name}: ${status} ${text}`);
    sequence.push(`DELETED ${name} `);
  }
};

process.on('message', (message) => {
  if (message !== 'tell') return;
  const end = performance.now() + patienceMs;
  const tell = (): void => {
    if (orders.role === 'watch' && performance.now() < end && !sequences.every(hasEnded))
      setTimeout(tell, 20);
    else process.send!({ sequences } satisfies Told, () => process.exit(0));
  };
  tell();
});

if (orders.role === 'watch') for (const sequence of sequences) watch(sequence);
else {
  await Promise.all(sequences.map((sequence, index) => write(orders.first + index, sequence)));
  process.send!('written');
}
