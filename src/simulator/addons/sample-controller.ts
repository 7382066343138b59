/**
 * What upstream's sample-controller does wherever it runs, installed by whom ever: gives each Foo a Deployment.
 * @source k8s 1.20 sample-controller/controller.go
 */
import type { Deployment, KubeObject } from '../../kube/index.ts';
import type { Resource } from '../apiserver/index.ts';
import type { Component, World } from '../world.ts';

const group = 'samplecontroller.k8s.io';
const foos = `foos.${group}`;
const by = { user: 'sample-controller' };
/** From a change to what it leads to. */
const reactMs = 10;

interface Foo extends KubeObject {
  spec: { deploymentName?: string; replicas?: number };
  status?: { availableReplicas?: number };
}

const newDeployment = ({ apiVersion, kind, metadata, spec }: Foo): KubeObject & Record<string, unknown> => {
  const labels = { app: 'nginx', controller: metadata.name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: spec.deploymentName ?? '',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ownerReferences: [
        {
          apiVersion,
          kind,
          name: metadata.name,
          uid: metadata.uid!,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      ...(spec.replicas === undefined ? {} : { replicas: spec.replicas }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'nginx', image: 'nginx:latest' }] },
      },
    },
  };
};

export class SampleController implements Component {
  readonly name = 'sample-controller';
  readonly #world: World;
  #isDue = false;
  #isWatching = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    const { catalogue } = this.#world.api;
    const watch = ({ name }: Resource): void => {
      if (name === foos && !this.#isWatching) this.#watch();
    };
    const served = catalogue.get(foos);
    if (served !== undefined) watch(served);
    catalogue.onAdd(watch);
  }

  /** Nothing is looked at before there are Foos at all. */
  #watch(): void {
    this.#isWatching = true;
    const look = (): void => {
      this.#look();
    };
    this.#world.api.watch(foos, {}, look);
    this.#world.api.watch('deployments.apps', {}, look);
    this.#world.api.watch('pods', {}, look);
  }

  #look(): void {
    if (this.#isDue || this.#world.frozen.has(this.name)) return;
    this.#isDue = true;
    this.#world.after(reactMs, () => {
      this.#isDue = false;
      const listed = this.#world.api.list(foos);
      if (!listed.ok || listed.value.items.length === 0 || !this.#isRunning()) return;
      for (const foo of listed.value.items) this.#sync(foo as Foo);
    });
  }

  #isRunning(): boolean {
    const pods = this.#world.api.list('pods');
    return (
      pods.ok &&
      pods.value.items.some(
        ({ spec, status }) =>
          spec.containers.some(({ image }) => /(?:^|\/)sample-controller(?::|$)/.test(image ?? '')) &&
          status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ===
            true,
      )
    );
  }

  #sync(foo: Foo): void {
    const { api } = this.#world;
    const { namespace } = foo.metadata;
    const { deploymentName = '', replicas } = foo.spec;
    if (deploymentName === '' || foo.metadata.deletionTimestamp !== undefined) return;
    const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void => {
      this.#world.recordEvent({ about: foo, type, reason, message, component: by.user });
    };
    const found = api.get('deployments.apps', namespace, deploymentName);
    const answer = found.ok ? found : api.create('deployments.apps', namespace, newDeployment(foo), by);
    if (!answer.ok) return;
    let deployment: Deployment = answer.value;
    const owner = deployment.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner?.uid !== foo.metadata.uid) {
      const message = `Resource "${deploymentName}" already exists and is not managed by Foo`;
      tell('Warning', 'ErrResourceExists', message);
      return;
    }
    if (replicas !== undefined && replicas !== deployment.spec.replicas) {
      const scaled = { ...deployment, spec: { ...deployment.spec, replicas } };
      const changed = api.update('deployments.apps', scaled, by);
      if (!changed.ok) return;
      deployment = changed.value;
    }
    const availableReplicas = deployment.status?.availableReplicas ?? 0;
    if (foo.status?.availableReplicas === availableReplicas) return;
    const next = { ...foo, status: { ...foo.status, availableReplicas } };
    const hasStatus = api.catalogue.get(foos)?.subresources.has('status') === true;
    const info = hasStatus ? { ...by, subresource: 'status' } : by;
    if (api.update(foos, next, info).ok) tell('Normal', 'Synced', 'Foo synced successfully');
  }
}
