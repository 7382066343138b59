/** Which service an ingress controller passes a request on to, by host and path. */
import type { KubeObject } from '../../kube/index.ts';
import type { World } from '../world.ts';

/** Of networking.k8s.io/v1, or of v1beta1 with serviceName and servicePort. */
interface IngressBackend {
  serviceName?: string;
  servicePort?: number | string;
  service?: { name: string; port?: { number?: number; name?: string } };
}

interface IngressPath {
  path?: string;
  pathType?: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  backend: IngressBackend;
}

interface Ingress extends KubeObject {
  spec?: {
    ingressClassName?: string;
    backend?: IngressBackend;
    defaultBackend?: IngressBackend;
    rules?: { host?: string; http?: { paths: IngressPath[] } }[];
  };
}

export interface IngressTarget {
  namespace: string;
  service: string;
  port: number | string;
  /** As the service gets it, rewritten. */
  path: string;
}

const controllerName = 'k8s.io/ingress-nginx';
const classAnnotation = 'kubernetes.io/ingress.class';
const rewriteAnnotation = 'nginx.ingress.kubernetes.io/rewrite-target';

const targetOf = (ingress: Ingress, backend: IngressBackend, path: string): IngressTarget => ({
  namespace: ingress.metadata.namespace ?? '',
  service: backend.service?.name ?? backend.serviceName ?? '',
  port: backend.service?.port?.number ?? backend.service?.port?.name ?? backend.servicePort ?? 0,
  path,
});

/** A rule's host: all, one, or all of a domain ("*.example.com"). */
const isHost = (rule: string | undefined, host: string): boolean =>
  rule === undefined ||
  rule === '' ||
  rule === host ||
  (rule.startsWith('*.') && host.slice(host.indexOf('.') + 1) === rule.slice(2));

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

const isPath = ({ path: written, pathType }: IngressPath, path: string, isRegex: boolean): boolean => {
  const wanted = written === undefined || written === '' ? '/' : written;
  if (isRegex) return new RegExp(`^${wanted}`, 'i').test(path);
  if (pathType === 'Exact') return path === wanted;
  if (pathType === 'Prefix') return `${path}/`.startsWith(`${withoutSlash(wanted)}/`) || wanted === '/';
  return path.startsWith(wanted);
};

/** The whole path becomes the target, with $1, $2 … as the rule's expression caught them. */
const rewritten = (ingress: Ingress, rule: IngressPath, path: string): string => {
  const target = ingress.metadata.annotations?.[rewriteAnnotation];
  if (target === undefined) return path;
  const caught = new RegExp(`^${rule.path ?? '/'}`, 'i').exec(path) ?? [];
  return target.replace(/\$(\d)/g, (_whole, digit: string) => caught[Number(digit)] ?? '');
};

export class IngressTable {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Undefined when no ingress wants the request. `needsClass`: ingresses that name no class are not this controller's. */
  target(host: string, pathAndQuery: string, needsClass: boolean): IngressTarget | undefined {
    const [path = '/', query] = pathAndQuery.split('?', 2);
    const ingresses = this.#ingresses(needsClass);
    const matches = ingresses.flatMap((ingress) => {
      const isRegex = ingress.metadata.annotations?.[rewriteAnnotation] !== undefined;
      return (ingress.spec?.rules ?? [])
        .filter((rule) => isHost(rule.host, host))
        .flatMap((rule) =>
          (rule.http?.paths ?? [])
            .filter((candidate) => isPath(candidate, path, isRegex))
            .map((candidate) => ({ ingress, rule, path: candidate })),
        );
    });
    // A host of one's own goes before all hosts, the longest path before shorter ones.
    const [best] = matches.sort(
      (a, b) =>
        Number((b.rule.host ?? '') !== '') - Number((a.rule.host ?? '') !== '') ||
        (b.path.path ?? '').length - (a.path.path ?? '').length,
    );
    if (best !== undefined) {
      const next = rewritten(best.ingress, best.path, path);
      return targetOf(best.ingress, best.path.backend, query === undefined ? next : `${next}?${query}`);
    }
    for (const ingress of ingresses) {
      const backend = ingress.spec?.defaultBackend ?? ingress.spec?.backend;
      if (backend !== undefined) return targetOf(ingress, backend, pathAndQuery);
    }
    return undefined;
  }

  #ingresses(needsClass: boolean): Ingress[] {
    const listed = this.#world.api.list('ingresses.networking.k8s.io', {});
    if (!listed.ok) return [];
    return (listed.value.items as readonly Ingress[]).filter((ingress) => this.#isOurs(ingress, needsClass));
  }

  #isOurs({ metadata, spec }: Ingress, needsClass: boolean): boolean {
    const annotation = metadata.annotations?.[classAnnotation];
    if (annotation !== undefined) return annotation === 'nginx';
    const { ingressClassName } = spec ?? {};
    if (ingressClassName === undefined) return !needsClass;
    const found = this.#world.api.get('ingressclasses.networking.k8s.io', undefined, ingressClassName);
    const controller = found.ok
      ? (found.value as KubeObject & { spec?: { controller?: string } }).spec?.controller
      : undefined;
    return controller === controllerName;
  }
}
