/** Problems: everything found wrong with the files read, gathered to be reported at once. */
import { LabproofError } from '../core/index.ts';
import type { Position } from '../core/index.ts';
import { nearestName } from './nearest-name.ts';

export class Problems {
  readonly list: LabproofError[] = [];
  /** Names of resources that the document at hand defines, besides those that everybody knows. */
  defined: ReadonlySet<string> = new Set();

  /** Notes one problem: a stable code, a sentence, where, and what to do about it. */
  add(code: string, message: string, position: Position, hint?: string): void {
    this.list.push(new LabproofError(code, message, { position, ...(hint === undefined ? {} : { hint }) }));
  }

  /** Notes that `name` is not among `known`, with the nearest of them. */
  addUnknown(code: string, what: string, name: string, known: readonly string[], position: Position): void {
    const nearest = nearestName(name, known);
    const all = known.length <= 24 ? `known here: ${known.join(', ')}` : undefined;
    this.add(
      code,
      `unknown ${what} "${name}"`,
      position,
      nearest === undefined ? all : `did you mean "${nearest}"?`,
    );
  }
}
