/** Writes a file so that whoever waits for it finds it whole: under another name first. */
import { renameSync, statSync, writeFileSync } from 'node:fs';

export const writeWhole = (file: string, text: string, mode: number): void => {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    // A pipe or a terminal.
    writeFileSync(file, text);
    return;
  }
  const begun = `${file}.${process.pid}`;
  writeFileSync(begun, text, { mode });
  renameSync(begun, file);
};
