/** Reporters, a line each. */
import type { ReporterDefinition } from './define-reporter.ts';
import { github } from './github.ts';
import { json, portableJson } from './json.ts';
import { junit } from './junit.ts';
import { terminal } from './terminal.ts';

export const reporters: readonly ReporterDefinition[] = [terminal, json, junit, github];

export * from './define-reporter.ts';
export { conformanceText } from './conformance-text.ts';
export { troubleText } from './trouble-text.ts';
export { failureText, shownPath } from './failure-text.ts';
export { matrixPage, matrixText } from './matrix-text.ts';
export { portableJson };
export { durationText, sinceStart } from './time-text.ts';
export { painter } from './paint.ts';
export type { Paint } from './paint.ts';
export { wrap } from './wrap.ts';
