/** A lock file beside a file, so that two processes do not write it at once. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from '../../core/index.ts';
import { failureCode, failureReason } from './failure-reason.ts';

interface Holder {
  pid: number;
  host: string;
  /** When the process started, in the kernel's ticks; undefined where that cannot be known. */
  started?: string;
}

/** Where /proc is: whether the process has ended and only waits to be reaped, and when it started (ids are used again, starts are not). */
const procOf = (pid: number): { hasEnded: boolean; started: string | undefined } | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { hasEnded: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] };
  } catch {
    return undefined;
  }
};

const isAlive = ({ pid, host, started }: Holder): boolean => {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (failureCode(error) === 'ESRCH') return false;
  }
  const proc = procOf(pid);
  if (proc?.hasEnded === true) return false;
  return started === undefined || proc?.started === undefined || proc.started === started;
};

const holderOf = (lockFile: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
};

const create = (lockFile: string): void => {
  const descriptor = openSync(lockFile, 'wx', 0o600);
  const started = procOf(process.pid)?.started;
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    ...(started === undefined ? {} : { started }),
  };
  writeSync(descriptor, `${JSON.stringify(holder)}\n`);
  closeSync(descriptor);
};

/**
 * Takes the lock of `file`, also from a process that died with it; answers how to give it back.
 * @throws UsageError state-in-use, state-unwritable
 */
export const lockFile = (file: string): (() => void) => {
  const lock = `${file}.lock`;
  for (let attempt = 0; ; attempt++) {
    try {
      create(lock);
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (failureCode(error) !== 'EEXIST')
        throw new UsageError(
          'state-unwritable',
          `--state ${file}: cannot be written: ${failureReason(error)}`,
          {
            hint: 'name a file in a folder that exists and that you may write to',
          },
        );
    }
    const holder = holderOf(lock);
    // A lock without a word in it is just being written, or was left by a crash in that very moment.
    if (attempt < 3 && (holder === undefined || !isAlive(holder))) {
      if (holder !== undefined) rmSync(lock, { force: true });
      continue;
    }
    const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
    throw new UsageError('state-in-use', `--state ${file}: in use by ${who}`, {
      hint: `stop that one, or name another file; if nothing uses it any more, delete ${lock}`,
    });
  }
};
