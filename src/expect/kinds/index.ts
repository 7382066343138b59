/** The registry of expectation kinds. */
import { cel } from './cel.ts';
import { changes } from './changes.ts';
import { events } from './events.ts';
import { object } from './object.ts';
import { selection } from './selection.ts';

/** In the order in which a subject key is looked up. */
export const expectationKinds = [events, changes, cel, object, selection] as const;
