/** httpd: Apache's web server. */
import { debianCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';
import { httpDate, logLine } from '../http-texts.ts';

const page = '<html><body><h1>It works!</h1></body></html>\n';

export const httpd = defineImageBehaviour({
  name: 'httpd',
  summary: 'Apache httpd serving its document root',
  build(tag, settings) {
    const version = textSetting(settings, 'version', /^\d+\.\d+\.\d+/.exec(tag)?.[0] ?? '2.4.46');
    return {
      command: ['httpd-foreground'],
      environment: { HTTPD_VERSION: version },
      commands: debianCommands,
      files: { '/usr/local/apache2/logs/httpd.pid': '1\n', '/usr/local/apache2/htdocs/index.html': page },
      startMs: [80, 250],
      service: {
        executables: ['httpd-foreground', 'httpd'],
        title: 'httpd -DFOREGROUND',
        children: ['httpd -DFOREGROUND', 'httpd -DFOREGROUND', 'httpd -DFOREGROUND'],
        ports: [80],
        stopMs: [100, 1100],
        exitCodes: { TERM: 0, INT: 0, WINCH: 0 },
        answer(request, surroundings) {
          const path = request.path.split('?')[0] ?? '/';
          const content = surroundings.readFile(
            `/usr/local/apache2/htdocs${path.endsWith('/') ? `${path}index.html` : path}`,
          );
          const status = content === undefined ? 404 : 200;
          const body = content ?? '<html><body><h1>404 Not Found</h1></body></html>\n';
          surroundings.log(logLine(request, status, body.length, surroundings.nowMs));
          const headers = {
            Date: httpDate(surroundings.nowMs),
            Server: `Apache/${version} (Unix)`,
            'Content-Length': String(body.length),
            'Content-Type': 'text/html',
          };
          return { status, headers, body: request.method === 'HEAD' ? '' : body };
        },
        cpuMillisPerRequest: numberSetting(settings, 'cpuMillisPerRequest', 0.5),
        idleCpuMillis: 1,
        memoryBytes: 8 * 1024 * 1024,
      },
    };
  },
});
