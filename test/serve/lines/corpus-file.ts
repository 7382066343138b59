/** A file of the corpus: kubectl lines to type one after the other at one cluster, `@wait 20s` between them, `#` before remarks. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../../../src/kube/index.ts';

export interface TypedLine {
  line: string;
  /** Why our own prints something else, where it does: "@apart WHY" on the line before. */
  apart?: string;
  /** Lines may stand in another order: "@unordered" on the line before. */
  isUnordered?: boolean;
}

export type CorpusEntry = TypedLine | { waitMs: number };

export interface CorpusFile {
  /** "rollout". */
  name: string;
  entries: CorpusEntry[];
}

export const corpusFolder = join(import.meta.dirname, 'corpus');

const entriesOf = (lines: readonly string[]): CorpusEntry[] => {
  const entries: CorpusEntry[] = [];
  let remarks: Omit<TypedLine, 'line'> = {};
  for (const text of lines) {
    if (text.startsWith('@wait ')) entries.push({ waitMs: parseDuration(text.slice('@wait '.length)) });
    else if (text.startsWith('@apart ')) remarks = { ...remarks, apart: text.slice('@apart '.length) };
    else if (text === '@unordered') remarks = { ...remarks, isUnordered: true };
    else {
      entries.push({ line: text, ...remarks });
      remarks = {};
    }
  }
  return entries;
};

export const readCorpus = (): CorpusFile[] =>
  readdirSync(join(corpusFolder, 'lines'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.txt$/, ''),
      entries: entriesOf(
        readFileSync(join(corpusFolder, 'lines', file), 'utf8')
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#')),
      ),
    }));
