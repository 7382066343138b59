/** What the REST face is given: the simulated cluster, and the time of its clients. */
import type { Simulator } from '../simulator.ts';
import type { ChangeLog } from './change-log.ts';
import type { ListPages } from './list-pages.ts';

export interface RestHost {
  readonly simulator: Simulator;
  readonly pages: ListPages;
  /** The log of a stored resource, by its name. */
  readonly logs: ReadonlyMap<string, ChangeLog>;
  /** Calls `run` after `delayMs` of the clients' time, unless the returned function is called first. */
  after(delayMs: number, run: () => void): () => void;
}
