/** `npm run fuzz -- [--requests N] [--seed N] [--version 1.N]`: asks the REST face whatever chance makes up; prints the seeds of failures. */
import { parseArgs } from 'node:util';
import { fuzzFace } from '../test/simulator/http/fuzz/fuzz-face.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    version: { type: 'string' },
  },
});

const requestsEach = 5000;
const oldestMinor = 18;
const minors = 19;
const wanted = Number(values.requests);
const first = Number(values.seed);
const statuses = new Map<number, number>();
const startMs = performance.now();
let [asked, events, failures] = [0, 0, 0];
for (let round = 0; asked < wanted; round++) {
  const version = values.version ?? `1.${oldestMinor + ((first + round) % minors)}`;
  const requests = Math.min(requestsEach, wanted - asked);
  const result = fuzzFace({ seed: first + round, version, requests });
  for (const [status, count] of result.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
  for (const failure of result.failures) console.log(failure);
  asked += requests;
  events += result.events;
  failures += result.failures.length;
}
const seconds = (performance.now() - startMs) / 1000;
const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
console.log(
  `${asked} requests in ${seconds.toFixed(1)} s, ${events} events; ${told.join(', ')}; ${failures} failures`,
);
process.exitCode = failures === 0 ? 0 : 1;
