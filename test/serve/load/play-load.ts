/** Watchers and writers in processes of their own against a served cluster; answers what was lost or reordered. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { call, startCluster } from '../served-cluster.ts';
import type { Orders, Told } from './worker.ts';

export interface Load {
  watchers: number;
  writers: number;
  durationMs: number;
}

export interface LoadResult {
  writes: number;
  /** Told to all watchers together. */
  events: number;
  /** What is wrong, in words; empty when nothing is. */
  problems: string[];
}

const path = '/api/v1/namespaces/default/configmaps';
const watchesPerProcess = 25;
const maximalProblems = 20;

const start = (orders: Orders): ChildProcess =>
  fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(orders)], {
    execArgv: ['--import=tsx'],
  });

/** When the child has sent `text` so often; an error when it ends before. */
const hear = (child: ChildProcess, text: string, times: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let left = times;
    child.on('message', (message) => {
      if (message === text && --left === 0) resolve();
    });
    child.on('exit', (code) => reject(new Error(`a client ended with ${code}`)));
  });

const ask = (child: ChildProcess): Promise<Told> =>
  new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object') resolve(message as Told);
    });
    child.send('tell');
  });

const nameOf = (line: string): string => line.split(' ')[1]!;

/** What each object went through, by name. */
const byObject = (sequence: readonly string[]): Map<string, string[]> => {
  const objects = new Map<string, string[]>();
  for (const line of sequence) {
    const name = nameOf(line);
    const lines = objects.get(name);
    if (lines === undefined) objects.set(name, [line]);
    else lines.push(line);
  }
  return objects;
};

/** The answer to a deletion does not name the version under which it happened. */
const comparable = (line: string): string => (line.startsWith('DELETED') ? line.replace(/\d+$/, '') : line);

const judge = (watched: readonly string[], written: ReadonlyMap<string, string[]>): string[] => {
  const problems: string[] = [];
  let latest = 0;
  for (const line of watched) {
    const version = Number(line.split(' ')[2]);
    if (!(version > latest)) problems.push(`"${line}" after version ${latest}`);
    latest = version;
  }
  const told = byObject(watched.map(comparable));
  for (const [name, lines] of written) {
    const heard = told.get(name) ?? [];
    if (heard.join() !== lines.join())
      problems.push(`of ${name} were told ${heard.length} events where ${lines.length} were written`);
  }
  return problems;
};

export const playLoad = async ({ watchers, writers, durationMs }: Load): Promise<LoadResult> => {
  const cluster = await startCluster('1.30', 1);
  const children: ChildProcess[] = [];
  const begin = (orders: Pick<Orders, 'role' | 'count' | 'first' | 'resourceVersion'>): ChildProcess => {
    const { url, token, certificate } = cluster;
    const child = start({ ...orders, url, token, certificate, durationMs });
    children.push(child);
    return child;
  };
  try {
    const { resourceVersion } = JSON.parse((await call(cluster, 'GET', path)).text).metadata;
    const watching: ChildProcess[] = [];
    for (let first = 0; first < watchers; first += watchesPerProcess) {
      const count = Math.min(watchesPerProcess, watchers - first);
      watching.push(begin({ role: 'watch', count, first, resourceVersion }));
    }
    await Promise.all(
      watching.map((child, index) =>
        hear(child, 'watching', Math.min(watchesPerProcess, watchers - index * watchesPerProcess)),
      ),
    );
    const writer = begin({ role: 'write', count: writers, first: 0, resourceVersion });
    await hear(writer, 'written', 1);
    // A last write of our own: whoever has heard of it has heard of all before.
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'last' } });
    const last = JSON.parse((await call(cluster, 'POST', path, { body })).text).metadata.resourceVersion;
    const closing = `ADDED last ${last}`;
    const written = byObject((await ask(writer)).sequences.flat());
    written.set('last', [closing]);
    const heard = (await Promise.all(watching.map(ask))).flatMap(({ sequences }) => sequences);
    const problems = heard.flatMap((sequence, watcher) =>
      judge(sequence, written).map((problem) => `watcher ${watcher}: ${problem}`),
    );
    return {
      writes: [...written.values()].reduce((sum, lines) => sum + lines.length, 0),
      events: heard.reduce((sum, sequence) => sum + sequence.length, 0),
      problems: problems.slice(0, maximalProblems),
    };
  } finally {
    for (const child of children) child.kill();
    await cluster.close();
  }
};
