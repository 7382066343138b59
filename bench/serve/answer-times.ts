/** How long an API server with so many pods takes to answer, as a client sees it. */
import { openClient, type ApiClient } from './api-client.ts';

/** Milliseconds: the median, and what one in a hundred takes at least. */
export interface Times {
  median: number;
  p99: number;
}

export interface AnswerTimes {
  get: Times;
  list: Times;
  /** From a write's sending to its event. */
  watch: Times;
}

const pods = '/api/v1/namespaces/default/pods';
const connections = 8;
const getRounds = 1000;
const writeRounds = 300;
const listBudgetMs = 10_000;
const listRounds = { least: 10, most: 100 };

/** Waits for a scheduler that there is not: nothing happens to it. */
const pod = (index: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `pod-${index}`, labels: { app: 'bench', index: String(index) } },
  spec: {
    schedulerName: 'none',
    containers: [{ name: 'nginx', image: 'nginx', resources: { requests: { cpu: '10m', memory: '10Mi' } } }],
  },
});

const timesOf = (samples: number[]): Times => {
  const sorted = samples.sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, p99: sorted[Math.floor(sorted.length * 0.99)]! };
};

const timed = async (samples: number[], run: () => Promise<unknown>): Promise<void> => {
  const startMs = performance.now();
  await run();
  samples.push(performance.now() - startMs);
};

const fill = async (file: string, from: number, to: number): Promise<void> => {
  const client = openClient(file, connections);
  let next = from;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < to) await client.call('POST', pods, pod(next++));
    }),
  );
  client.close();
};

const watchTimes = async (client: ApiClient): Promise<Times> => {
  const { resourceVersion } = JSON.parse(await client.call('GET', `${pods}?limit=1`)).metadata;
  const samples: number[] = [];
  let seen: (line: string) => void = () => undefined;
  const stop = await client.watch(`${pods}?watch=true&resourceVersion=${resourceVersion}`, (line) =>
    seen(line),
  );
  for (let round = 0; round < writeRounds; round++) {
    await timed(samples, async () => {
      const mark = `"round":"${round}"`;
      const heard = new Promise<void>((resolve) => {
        seen = (line) => {
          if (line.includes(mark)) resolve();
        };
      });
      const changed = { metadata: { annotations: { round: String(round) } } };
      await Promise.all([
        heard,
        client.call('PATCH', `${pods}/pod-${round % 10}`, changed, 'application/merge-patch+json'),
      ]);
    });
  }
  stop();
  return timesOf(samples);
};

/** Fills the server up from `from` to `count` pods and measures. @param file its kubeconfig */
export const answerTimes = async (file: string, from: number, count: number): Promise<AnswerTimes> => {
  await fill(file, from, count);
  const client = openClient(file);
  const [gets, lists]: [number[], number[]] = [[], []];
  for (let round = 0; round < getRounds; round++)
    await timed(gets, () => client.call('GET', `${pods}/pod-${(round * 7919) % count}`));
  const startMs = performance.now();
  while (
    lists.length < listRounds.least ||
    (lists.length < listRounds.most && performance.now() - startMs < listBudgetMs)
  )
    await timed(lists, () => client.call('GET', pods));
  const watch = await watchTimes(client);
  client.close();
  return { get: timesOf(gets), list: timesOf(lists), watch };
};
