/** A file of the corpus: kubectl lines to type one after the other at one cluster, `@wait 20s` between them, `#` before remarks. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../../../src/kube/index.ts';

export type CorpusEntry = { line: string } | { waitMs: number };

export interface CorpusFile {
  /** "rollout". */
  name: string;
  entries: CorpusEntry[];
}

export const corpusFolder = join(import.meta.dirname, 'corpus');

const entryOf = (text: string): CorpusEntry =>
  text.startsWith('@wait ') ? { waitMs: parseDuration(text.slice('@wait '.length)) } : { line: text };

export const readCorpus = (): CorpusFile[] =>
  readdirSync(join(corpusFolder, 'lines'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.txt$/, ''),
      entries: readFileSync(join(corpusFolder, 'lines', file), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map(entryOf),
    }));
