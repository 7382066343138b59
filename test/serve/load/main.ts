/** `npm run load -- [--seconds N] [--watchers N] [--writers N]`: counts what many watchers are told of what many writers do. */
import { parseArgs } from 'node:util';
import { playLoad } from './play-load.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    watchers: { type: 'string', default: '50' },
    writers: { type: 'string', default: '20' },
  },
});

const [watchers, writers] = [Number(values.watchers), Number(values.writers)];
const durationMs = Number(values.seconds) * 1000;
const { writes, events, problems } = await playLoad({ watchers, writers, durationMs });
for (const problem of problems) console.log(problem);
const rate = Math.round((writes / durationMs) * 1000);
console.log(
  `${watchers} watchers, ${writers} writers, ${durationMs / 1000} s: ${writes} writes (${rate}/s), ${events} events, ` +
    (problems.length === 0 ? 'none lost, none out of order' : `${problems.length} problems`),
);
process.exitCode = problems.length === 0 && events === writes * watchers ? 0 : 1;
