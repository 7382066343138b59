/** nginx: the web server, by version; serves its document root, writes an access log. */
import { debianCommands } from '../command-sets.ts';
import { defineImageBehaviour, numberSetting, textSetting } from '../image.ts';
import type { ProgramSurroundings, ServiceAnswer, ServiceRequest } from '../image.ts';
import { httpDate, logTime, logLine } from '../http-texts.ts';
import { nginxErrorPage, nginxWelcomePage } from '../pages.ts';

/** What a moving tag stood for at the time of Kubernetes 1.20. */
const movingTags: Record<string, string> = {
  latest: '1.19.6', mainline: '1.19.6', stable: '1.18.0', alpine: '1.19.6', perl: '1.19.6', '1': '1.19.6',
  '1.14': '1.14.2', '1.15': '1.15.12', '1.16': '1.16.1', '1.17': '1.17.10', '1.18': '1.18.0', '1.19': '1.19.6',
}; // prettier-ignore

/** The version that runs under a tag: "1.15.12-alpine" is 1.15.12. */
export const nginxVersion = (tag: string): string => {
  const base = tag.replace(/-(?:alpine|perl).*$/, '');
  return movingTags[base] ?? movingTags[tag] ?? base;
};

const documentRoot = '/usr/share/nginx/html';

const contentTypes: Record<string, string> = {
  html: 'text/html',
  txt: 'text/plain',
  json: 'application/json',
  css: 'text/css',
};

/** Answers from the document root, as nginx's default site does. */
const serveFile = (
  version: string,
  request: ServiceRequest,
  surroundings: ProgramSurroundings,
): ServiceAnswer => {
  const path = request.path.split('?')[0] ?? '/';
  const file = path.endsWith('/') ? `${path}index.html` : path;
  const content = surroundings.readFile(documentRoot + file);
  const isAllowed = request.method === 'GET' || request.method === 'HEAD';
  const status = !isAllowed ? 405 : content === undefined ? 404 : 200;
  const body = status === 200 ? (content ?? '') : nginxErrorPage(status, version);
  const extension = file.slice(file.lastIndexOf('.') + 1);
  surroundings.log(logLine(request, status, body.length, surroundings.nowMs));
  if (status === 404)
    surroundings.log(
      `${logTime(surroundings.nowMs, 'error')} [error] 6#6: *1 open() "${documentRoot}${file}" failed (2: No such file or directory), ` +
        `client: ${request.clientAddress}, server: localhost, request: "${request.method} ${request.path} HTTP/1.1", host: "${request.headers['host'] ?? 'localhost'}"`,
      'stderr',
    );
  return {
    status,
    headers: {
      Server: `nginx/${version}`,
      Date: httpDate(surroundings.nowMs),
      'Content-Type': status === 200 ? (contentTypes[extension] ?? 'application/octet-stream') : 'text/html',
      'Content-Length': String(body.length),
      Connection: 'keep-alive',
      ...(status === 200 ? { 'Accept-Ranges': 'bytes' } : {}),
    },
    body: request.method === 'HEAD' ? '' : body,
  };
};

const signals: Record<string, string> = { stop: 'TERM', quit: 'QUIT', reload: 'HUP', reopen: 'USR1' };

/** nginx called by hand in a container where it runs. */
export const invokeNginx =
  (version: string) =>
  (argv: readonly string[], signalFirst: (signal: string) => void): { output: string; exitCode: number } => {
    if (argv.includes('-v') || argv.includes('-V'))
      return { output: `nginx version: nginx/${version}\n`, exitCode: 0 };
    if (argv.includes('-t'))
      return {
        output:
          'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
        exitCode: 0,
      };
    const order = argv[argv.indexOf('-s') + 1];
    const signal = argv.includes('-s') ? signals[order ?? ''] : undefined;
    if (signal !== undefined) {
      signalFirst(signal);
      return { output: '', exitCode: 0 };
    }
    return {
      output: 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n',
      exitCode: 1,
    };
  };

export const nginx = defineImageBehaviour({
  name: 'nginx',
  summary: 'nginx serving its document root; the version is the tag, or the setting `version`',
  build(tag, settings) {
    const version = textSetting(settings, 'version', nginxVersion(tag));
    return {
      entrypoint: [],
      command: ['nginx', '-g', 'daemon off;'],
      environment: { NGINX_VERSION: version },
      commands: debianCommands,
      files: {
        '/run/nginx.pid': '1\n',
        '/usr/share/nginx/html/index.html': nginxWelcomePage,
        '/usr/share/nginx/html/50x.html': nginxErrorPage(500, version),
        '/etc/nginx/nginx.conf': 'user  nginx;\nworker_processes  1;\n\npid        /var/run/nginx.pid;\n',
        '/etc/nginx/conf.d/default.conf':
          'server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n',
      },
      startMs: [80, 250],
      service: {
        executables: ['nginx', 'docker-entrypoint.sh'],
        title: 'nginx: master process nginx -g daemon off;',
        children: ['nginx: worker process'],
        ports: [numberSetting(settings, 'port', 80)],
        stopMs: [60, 180],
        exitCodes: { TERM: 0, INT: 0, QUIT: 0 },
        answer: (request, surroundings) => serveFile(version, request, surroundings),
        invoke: invokeNginx(version),
        cpuMillisPerRequest: numberSetting(settings, 'cpuMillisPerRequest', 0.4),
        idleCpuMillis: 0,
        memoryBytes: 3 * 1024 * 1024,
      },
    };
  },
});
