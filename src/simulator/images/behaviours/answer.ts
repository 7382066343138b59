/** A web server whose every answer is one text, in which {hostname}, {address}, {client}, {method} and {path} are filled in. */
import { busyboxCommands, fullCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';
import type { ProgramSurroundings, ServiceRequest } from '../image.ts';
import { httpDate, logLine, logTime } from '../http-texts.ts';

const fillIn = (
  template: string,
  { clientAddress, method, path }: ServiceRequest,
  { hostname, podAddress }: ProgramSurroundings,
): string => {
  const values: Record<string, string> = {
    hostname,
    address: podAddress,
    client: clientAddress,
    method,
    path,
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
};

export const answer = defineImageBehaviour({
  name: 'answer',
  summary:
    'answers every request with the setting `text`, in which {hostname}, {address}, {client}, {method} and {path} are filled in; ' +
    'settings: executable, port, log (a file, with {hostname}, that gets a line for each request), shell',
  build(_tag, settings) {
    const executable = textSetting(settings, 'executable', 'nginx');
    const text = textSetting(settings, 'text', '{hostname}\n');
    const log = textSetting(settings, 'log', '');
    return {
      entrypoint: [executable],
      commands: settings['shell'] === 'bash' ? fullCommands : busyboxCommands,
      files: {},
      startMs: [80, 250],
      service: {
        executables: [executable],
        ports: [numberSetting(settings, 'port', 80)],
        stopMs: [60, 180],
        exitCodes: { TERM: 0, INT: 0, QUIT: 0 },
        answer(request, surroundings) {
          const body = fillIn(text, request, surroundings);
          surroundings.log(logLine(request, 200, body.length, surroundings.nowMs));
          if (log !== '') {
            const file = fillIn(log, request, surroundings);
            const line = `${logTime(surroundings.nowMs, 'access')}  ${surroundings.podAddress}  ${request.method}\n`;
            surroundings.writeFile(file, (surroundings.readFile(file) ?? '') + line);
          }
          const headers = {
            Date: httpDate(surroundings.nowMs),
            'Content-Type': 'text/plain',
            'Content-Length': String(body.length),
          };
          return { status: 200, headers, body: request.method === 'HEAD' ? '' : body };
        },
        cpuMillisPerRequest: numberSetting(settings, 'cpuMillisPerRequest', 0.4),
        idleCpuMillis: 0,
        memoryBytes: 2 * 1024 * 1024,
      },
    };
  },
});
