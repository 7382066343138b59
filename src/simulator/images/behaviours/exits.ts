/** A program that ends by itself: a job's, or one that crashes. */
import { busyboxCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';

export const exits = defineImageBehaviour({
  name: 'exits',
  summary: 'ends after `runsMs` (100) with `exitCode` (0), having logged `message`',
  build(_tag, settings) {
    const runsMs = numberSetting(settings, 'runsMs', 100);
    const message = textSetting(settings, 'message', '');
    return {
      entrypoint: ['/program'],
      commands: busyboxCommands,
      startMs: [60, 200],
      service: {
        executables: ['program'],
        ports: [],
        stopMs: [10, 50],
        exitCodes: { TERM: 143, INT: 130 },
        runs: { forMs: [runsMs, runsMs], exitCode: numberSetting(settings, 'exitCode', 0) },
        onStart: (surroundings) => {
          if (message !== '') surroundings.log(message);
        },
        cpuMillisPerRequest: 0,
        idleCpuMillis: 1,
        memoryBytes: 1024 * 1024,
      },
    };
  },
});
