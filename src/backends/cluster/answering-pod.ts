/** Tells which pod has answered at a port of a node, where kube-proxy chooses one and says nothing of it. */
import type { Endpoints, KubeApi, Service } from '../../kube/index.ts';

interface Behind {
  /** "namespace/name" */
  pod: string;
  /** A word that only this pod says of itself. */
  signs: string[];
}

/** For how long what is behind a port is not looked up again: a load asks many times a second. */
const freshMs = 1_000;

const isSaid = (sign: string, text: string): boolean => {
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + sign.length] ?? ' '}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
};

export class AnsweringPods {
  readonly #api: KubeApi;
  readonly #behind = new Map<number, { atMs: number; pods: Promise<Behind[]> }>();

  constructor(api: KubeApi) {
    this.#api = api;
  }

  /** "namespace/name" of the pod whose name or address the body says, else of the only one behind the port. */
  async of(port: number, body: string): Promise<string | undefined> {
    const pods = await this.#podsBehind(port);
    const named = pods.filter(({ signs }) => signs.some((sign) => isSaid(sign, body)));
    const [pod, ...others] = named.length > 0 ? named : pods;
    return others.length === 0 ? pod?.pod : undefined;
  }

  #podsBehind(port: number): Promise<Behind[]> {
    const known = this.#behind.get(port);
    if (known !== undefined && performance.now() < known.atMs + freshMs) return known.pods;
    const pods = this.#lookUp(port);
    this.#behind.set(port, { atMs: performance.now(), pods });
    return pods;
  }

  async #lookUp(port: number): Promise<Behind[]> {
    const services = (await this.#api.list({ group: '', version: 'v1', name: 'services' }))
      .items as unknown as Service[];
    const service = services.find(({ spec }) => spec?.ports?.some(({ nodePort }) => nodePort === port));
    if (service === undefined) return [];
    const { namespace = 'default', name } = service.metadata;
    const { items } = await this.#api.list({ group: '', version: 'v1', name: 'endpoints' }, { namespace });
    const endpoints = (items as unknown as Endpoints[]).find(({ metadata }) => metadata.name === name);
    const addresses = (endpoints?.subsets ?? []).flatMap((subset) => subset.addresses ?? []);
    return addresses.flatMap(({ ip, targetRef }) =>
      targetRef?.name === undefined
        ? []
        : [{ pod: `${namespace}/${targetRef.name}`, signs: [targetRef.name, ip] }],
    );
  }
}
