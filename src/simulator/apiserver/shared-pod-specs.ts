/** What all pods of one template have in common: their spec, decoded, admitted and found valid, is worked out once. */
import type { KubeObject, Pod, PodSpec } from '../../kube/index.ts';
import type { Change } from './api-server.ts';
import { randomSpecsSince } from './admission/service-account.ts';
import type { ApiHost } from './server-core.ts';
import { isAtLeast } from '../../kube/index.ts';

interface Known {
  epoch: number;
  namespace: string;
  spec: PodSpec;
}

/** Writes to these may change what admission makes of a pod. */
const deciding: ReadonlySet<string> = new Set([
  'serviceaccounts',
  'secrets',
  'priorityclasses.scheduling.k8s.io',
  'limitranges',
]);

const mirrorAnnotation = 'kubernetes.io/config.mirror';

export class SharedPodSpecs {
  readonly #known = new WeakMap<PodSpec, Known>();
  readonly #isUsed: boolean;
  #epoch = 0;

  constructor(host: Pick<ApiHost, 'version'>) {
    this.#isUsed = !isAtLeast(host.version, randomSpecsSince);
  }

  noteChange({ resource }: Change): void {
    if (deciding.has(resource)) this.#epoch++;
  }

  /** The pod with its spec as it will be stored, when one with the very same spec went through before. */
  recall(object: KubeObject, namespace: string): Pod | undefined {
    const { spec, metadata } = object as Pod;
    if (typeof spec !== 'object' || (metadata.name ?? '') !== '') return undefined;
    const known = this.#known.get(spec);
    if (known === undefined || known.epoch !== this.#epoch || known.namespace !== namespace) return undefined;
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec: known.spec };
  }

  remember(sent: KubeObject, namespace: string, stored: KubeObject): void {
    const { spec, metadata } = sent as Pod;
    const isGenerated =
      (metadata.generateName ?? '') !== '' && metadata.annotations?.[mirrorAnnotation] === undefined;
    if (!this.#isUsed || !isGenerated) return;
    this.#known.set(spec, { epoch: this.#epoch, namespace, spec: (stored as Pod).spec });
  }
}
