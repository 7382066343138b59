/** NGINX as an ingress controller: what it does with a request, the network works out from the Ingress objects. */
import { debianCommands } from '../command-sets.ts';
import { defineImageBehaviour } from '../image.ts';
import { nginxErrorPage } from '../pages.ts';

export const ingressController = defineImageBehaviour({
  name: 'ingress-nginx',
  summary: 'the NGINX ingress controller, which passes requests on as the cluster’s ingresses say',
  build: (tag) => ({
    entrypoint: ['/usr/bin/dumb-init', '--', '/nginx-ingress-controller'],
    commands: debianCommands,
    startMs: [400, 900],
    service: {
      executables: ['nginx-ingress-controller', 'dumb-init'],
      title: '/nginx-ingress-controller',
      children: [
        'nginx: master process /usr/local/nginx/sbin/nginx -c /etc/nginx/nginx.conf',
        'nginx: worker process',
      ],
      ports: [80, 443, 10254],
      listenMs: [1000, 2500],
      stopMs: [200, 900],
      exitCodes: { TERM: 0, INT: 0, QUIT: 0 },
      // Releases are v1.x and 0.x, of which only the newer ones ask for a class.
      proxy: { kind: 'ingress', needsClass: /^v1\./.test(tag) },
      answer({ path }) {
        const isHealthy = path.startsWith('/healthz');
        const status = isHealthy ? 200 : 404;
        const body = isHealthy ? 'ok' : nginxErrorPage(404, '1.17.8');
        const headers = {
          'Content-Type': isHealthy ? 'text/plain' : 'text/html',
          'Content-Length': String(body.length),
        };
        return { status, headers, body };
      },
      cpuMillisPerRequest: 0.5,
      idleCpuMillis: 4,
      memoryBytes: 80 * 1024 * 1024,
    },
  }),
});
