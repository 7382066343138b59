/** The clock of a simulator behind the protocol: its own virtual time, or the wall's. */
import type { Clock } from '../../core/index.ts';
import { WallClock } from '../cluster/wall-clock.ts';
import type { ProtocolClient } from './protocol-client.ts';
import type { Result } from './protocol.ts';

/** So much virtual time is asked for at once, so that an answer does not take for ever. */
const sliceMs = 600_000;

/** A clock that refuses to go on is none. @throws BackendLostError */
const advance = async (
  client: ProtocolClient,
  untilMs: number,
  untilChange: boolean,
): Promise<Result<'advance'>['outcome']> => {
  try {
    return (await client.ask('advance', { untilMs, untilChange })).outcome;
  } catch (error) {
    client.break(`refused "advance", which a virtual clock needs: ${(error as Error).message}`);
    throw client.failure;
  }
};

const virtualClock = (client: ProtocolClient): Clock => ({
  now: () => client.nowMs,
  async sleep(ms) {
    const endMs = client.nowMs + ms;
    do {
      const untilMs = Math.min(endMs, client.nowMs + sliceMs);
      await advance(client, untilMs, false);
      // A clock that stands still is not waited for.
      if (client.nowMs < untilMs) client.nowMs = untilMs;
    } while (client.nowMs < endMs);
  },
  async waitUntil(isMet, deadlineMs) {
    for (;;) {
      if (isMet()) return 'met';
      const untilMs = Math.min(deadlineMs, client.nowMs + sliceMs);
      const outcome = await advance(client, untilMs, true);
      if (outcome === 'idle') return isMet() ? 'met' : 'idle';
      if (outcome === 'deadline' && client.nowMs < untilMs) client.nowMs = untilMs;
      if (client.nowMs >= deadlineMs && outcome === 'deadline') return isMet() ? 'met' : 'deadline';
    }
  },
});

/** A wall clock whose waits end when the process does. */
const wallClock = (client: ProtocolClient): Clock => {
  const wall = new WallClock();
  client.onNews = () => wall.changed();
  return {
    now: () => wall.now(),
    sleep: async (ms) => {
      await wall.sleep(ms);
      client.assertAlive();
    },
    waitUntil: (isMet, deadlineMs) =>
      wall.waitUntil(() => {
        client.assertAlive();
        return isMet();
      }, deadlineMs),
  };
};

export const processClock = (client: ProtocolClient, kind: 'virtual' | 'wall'): Clock =>
  kind === 'virtual' ? virtualClock(client) : wallClock(client);
