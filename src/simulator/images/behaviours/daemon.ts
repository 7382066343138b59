/** A program that runs until it is stopped: what the cluster's own components are to a lab. */
import { busyboxCommands, noCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';

export const daemon = defineImageBehaviour({
  name: 'daemon',
  summary:
    'runs until stopped; settings: executable, port, healthPath, idleCpuMillis, memoryMebibytes, stopMs, startMs, shell',
  build(_tag, settings) {
    const executable = textSetting(settings, 'executable', 'daemon');
    const port = numberSetting(settings, 'port', 0);
    const stopMs = numberSetting(settings, 'stopMs', 200);
    const startMs = numberSetting(settings, 'startMs', 150);
    return {
      entrypoint: [`/${executable}`],
      command: [],
      commands: settings['shell'] === true ? busyboxCommands : noCommands,
      startMs: [startMs / 2, startMs * 1.5],
      service: {
        executables: [executable],
        ports: port === 0 ? [] : [port],
        stopMs: [stopMs / 2, stopMs],
        exitCodes: { TERM: numberSetting(settings, 'exitCode', 0), INT: 0, QUIT: 2 },
        answer: () => ({
          status: 200,
          headers: { 'Content-Type': 'text/plain', 'Content-Length': '2' },
          body: 'ok',
        }),
        cpuMillisPerRequest: 0.2,
        idleCpuMillis: numberSetting(settings, 'idleCpuMillis', 1),
        memoryBytes: numberSetting(settings, 'memoryMebibytes', 10) * 1024 * 1024,
      },
    };
  },
});

export const pause = defineImageBehaviour({
  name: 'pause',
  summary: 'sleeps until stopped',
  build: () => ({
    entrypoint: ['/pause'],
    startMs: [30, 80],
    service: {
      executables: ['pause'],
      ports: [],
      stopMs: [10, 30],
      exitCodes: { TERM: 0, INT: 0 },
      cpuMillisPerRequest: 0,
      idleCpuMillis: 0,
      memoryBytes: 512 * 1024,
    },
  }),
});
