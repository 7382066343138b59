/** Warnings that kubectl logs with klog: "W0120 12:00:00.000000    4242 helpers.go:553] text". */
import type { CommandContext } from '../context.ts';

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** Every kubectl of ours is process 4242, so that texts are the same in every run. */
const processId = '4242';

export const klogWarning = (context: CommandContext, place: string, text: string): void => {
  const at = new Date(context.clock.now());
  const day = `${pad(at.getUTCMonth() + 1, 2)}${pad(at.getUTCDate(), 2)}`;
  const time = `${pad(at.getUTCHours(), 2)}:${pad(at.getUTCMinutes(), 2)}:${pad(at.getUTCSeconds(), 2)}.${pad(at.getUTCMilliseconds(), 3)}000`;
  context.err(`W${day} ${time} ${processId.padStart(7)} ${place}] ${text}\n`);
};
