/** Where and how a lab broke, for commands that print no run report. */
import type { LabTrouble } from '../runner/index.ts';
import { actionText } from './failure-text.ts';
import { wrap } from './wrap.ts';

/** The sentence, wrapped, and the last words of the lab below it; ends with a line feed. */
export const troubleText = ({ step, message, evidence }: LabTrouble, columns: number): string =>
  [wrap(`${step}: ${message}`, columns, '    '), ...evidence.map((action) => actionText(action, columns))]
    .map((part) => `${part}\n`)
    .join('');
