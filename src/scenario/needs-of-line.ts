/** What a kubectl line needs of a lab besides its API: containers to run commands in, or leave to touch its nodes. */
import type { CapabilityName } from '../backends/index.ts';

const nodeCommands = new Set(['cordon', 'uncordon', 'drain', 'taint']);
const writingCommands = new Set(['label', 'annotate', 'patch', 'edit', 'delete', 'replace']);
const nodeWord = /^(nodes?|no)(\/.*)?$/;

/** Of several commands the first need counts. */
export const needsOfLine = (line: string): CapabilityName | undefined => {
  for (const command of line.split(/&&|;|\|/)) {
    const words = command.trim().split(/\s+/);
    if (words[0] === 'kubectl') words.shift();
    const [verb = '', ...rest] = words.filter((word) => !word.startsWith('-'));
    if (verb === 'exec') return 'exec';
    if (nodeCommands.has(verb)) return 'disruption';
    if (writingCommands.has(verb) && rest.some((word) => nodeWord.test(word))) return 'disruption';
  }
  return undefined;
};
