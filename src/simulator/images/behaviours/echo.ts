/** The two echo images of the note's labs: one answers the pod's name, the other the address that was asked. */
import { debianCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';
import type { ImageContents, ProgramSurroundings, ServiceRequest } from '../image.ts';
import { httpDate, logLine } from '../http-texts.ts';
import { invokeNginx } from './nginx.ts';

type Text = (request: ServiceRequest, surroundings: ProgramSurroundings) => string;

const echoServer = (text: Text, settings: Readonly<Record<string, unknown>>): ImageContents => {
  const version = textSetting(settings, 'version', '1.15.12');
  return {
    command: ['nginx', '-g', 'daemon off;'],
    environment: { NGINX_VERSION: version },
    commands: debianCommands,
    files: { '/run/nginx.pid': '1\n', '/etc/nginx/nginx.conf': 'user  nginx;\nworker_processes  1;\n' },
    startMs: [80, 250],
    service: {
      executables: ['nginx'],
      title: 'nginx: master process nginx -g daemon off;',
      children: ['nginx: worker process'],
      ports: [80],
      stopMs: [60, 180],
      exitCodes: { TERM: 0, INT: 0, QUIT: 0 },
      answer(request, surroundings) {
        const body = text(request, surroundings);
        surroundings.log(logLine(request, 200, body.length, surroundings.nowMs));
        const headers = {
          Server: `nginx/${version}`,
          Date: httpDate(surroundings.nowMs),
          'Content-Type': 'text/plain',
          'Content-Length': String(body.length),
          Connection: 'keep-alive',
        };
        return { status: 200, headers, body: request.method === 'HEAD' ? '' : body };
      },
      invoke: invokeNginx(version),
      cpuMillisPerRequest: numberSetting(settings, 'cpuMillisPerRequest', 0.4),
      idleCpuMillis: 0,
      memoryBytes: 2 * 1024 * 1024,
    },
  };
};

export const echoHostname = defineImageBehaviour({
  name: 'echo-hname',
  summary: 'answers every request with the name of its pod and a line feed',
  build: (_tag, settings) => echoServer((_request, { hostname }) => `${hostname}\n`, settings),
});

export const echoAddress = defineImageBehaviour({
  name: 'echo-ip',
  summary: 'answers every request with its method and the address of its pod',
  build: (_tag, settings) =>
    echoServer(
      ({ method }, { podAddress }) => `request_method : ${method} | ip_dest: ${podAddress}\n`,
      settings,
    ),
});
