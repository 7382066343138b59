/** A real cluster as a backend: a fresh namespace stands for the lab's, its nodes for the lab's nodes. */
import { randomBytes } from 'node:crypto';
import { BackendError } from '../../core/index.ts';
import { parseKubernetesVersion } from '../../kube/index.ts';
import type { KubernetesVersion, Node } from '../../kube/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Backend } from '../backend.ts';
import { ApiTransport } from './api-transport.ts';
import type { TransportOptions, Troubles } from './api-transport.ts';
import { clusterCapabilities } from './cluster-capabilities.ts';
import { disguiseApi } from './disguised-api.ts';
import { LabNames } from './lab-names.ts';
import { matchNodes } from './match-nodes.ts';
import { missingOfLab } from './missing-of-lab.ts';
import { openKubeconfig } from './open-kubeconfig.ts';
import type { KubeconfigOptions } from './open-kubeconfig.ts';
import { newSince, residueTexts, takeInventory } from './inventory.ts';
import { createRestApi } from './rest-api.ts';
import type { RestApi } from './rest-api.ts';
import { closeGround, findRuns, openGround } from './scenario-ground.ts';
import type { Undone } from './scenario-ground.ts';
import { troubleTexts } from './trouble-texts.ts';
import { WallClock } from './wall-clock.ts';

export interface ClusterOptions extends KubeconfigOptions {
  transport?: TransportOptions;
}

export interface ClusterBackendOptions extends ClusterOptions {
  lab: Pick<Lab, 'nodes'> & Partial<Pick<Lab, 'addons' | 'images' | 'nfs'>>;
  /** The scenario's namespace, which a fresh one stands for. Default: default. */
  namespace?: string;
  /** Whether nodes may be written. */
  allowsDisruption?: boolean;
  /** Lab node → real node, where role and order do not tell. */
  nodeNames?: Readonly<Record<string, string>>;
  /** Lab image → the image that stands for it on this cluster. */
  images?: Readonly<Record<string, string>>;
}

export interface ClusterBackend extends Backend {
  /** How often the API had to be asked again. */
  readonly troubles: Readonly<Troubles>;
  /** Undoes all that the scenario did, and says what could not be undone. */
  undo(): Promise<Undone>;
}

interface Connection {
  transport: ApiTransport;
  api: RestApi;
  clock: WallClock;
  version: KubernetesVersion;
}

const connect = async ({ transport: options, ...kubeconfig }: ClusterOptions): Promise<Connection> => {
  const transport = new ApiTransport(await openKubeconfig(kubeconfig), options);
  const clock = new WallClock();
  const api = createRestApi(transport, { onChange: () => clock.changed() });
  const { gitVersion } = await transport.json<{ gitVersion: string }>({ method: 'GET', path: '/version' });
  const version = parseKubernetesVersion(gitVersion);
  if (version === undefined)
    throw new BackendError('bad-version', `the API server says that its version is ${gitVersion}`);
  return { transport, clock, api, version };
};

/** @throws UsageError when no context is named; BackendError when the cluster cannot be reached */
export const readClusterVersion = async (options: ClusterOptions): Promise<KubernetesVersion> => {
  const { transport, version } = await connect(options);
  transport.close();
  return version;
};

const addressOf = (node: Node | undefined): string | undefined =>
  node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;

/** @throws UsageError when no context is named; BackendError when the cluster cannot be reached */
export const createClusterBackend = async (options: ClusterBackendOptions): Promise<ClusterBackend> => {
  const { lab, namespace = 'default', allowsDisruption = false, nodeNames, images } = options;
  const { transport, clock, api, version } = await connect(options);
  const nodes = (await api.list({ group: '', version: 'v1', name: 'nodes' })).items;
  const pairs = matchNodes(lab, nodes, nodeNames);
  const run = randomBytes(4).toString('hex');
  const real = `labproof-${run}`;
  const names = new LabNames({
    namespace: { lab: namespace, real },
    nodes: pairs,
    ...(images === undefined ? {} : { images }),
  });
  const disguised = disguiseApi(api, { names, run, allowsDisruption, now: () => clock.now() });
  const realNodes = nodes as unknown as Node[];
  const { can, missing } = clusterCapabilities({
    address: transport.address,
    api: disguised,
    names,
    nodes: realNodes,
    allowsDisruption,
    now: () => clock.now(),
    nodeAddresses: new Map(
      lab.nodes.flatMap(({ name, address }) => {
        const node = realNodes.find(({ metadata }) => metadata.name === names.realNode(name));
        const at = addressOf(node);
        return at === undefined ? [] : [[address, at] as const, [at, at] as const];
      }),
    ),
  });
  const lacks = await missingOfLab(lab, api, realNodes, names);
  const before = await takeInventory(api);
  await openGround(api, real, run, allowsDisruption);
  let residue: readonly string[] = [];
  let undone: Promise<Undone> | undefined;
  const undo = (): Promise<Undone> => (undone ??= closeGround(api, run, 90_000));
  return {
    name: `cluster:${transport.address.context}`,
    version,
    server: transport.address.server,
    api: disguised,
    clock,
    can,
    missing,
    lacks,
    troubles: transport.troubles,
    undo,
    remarks: () => [...troubleTexts(transport.troubles), ...residueTexts(residue)],
    async close() {
      try {
        const { left } = await undo();
        residue = newSince(before, await takeInventory(api));
        if (left.length > 0)
          throw new BackendError('residue', `the cluster still has ${left.join(', ')} of this run`, {
            hint: `labproof cleanup --context ${transport.address.context} removes it`,
          });
      } finally {
        api.close();
        transport.close();
      }
    },
  };
};

/** Removes what runs that were killed have left on a cluster; `runs` only these. */
export const cleanUpCluster = async (options: ClusterOptions): Promise<Undone> => {
  const { transport, api } = await connect(options);
  try {
    const total: Undone = { undone: [], left: [] };
    for (const run of await findRuns(api)) {
      const { undone, left } = await closeGround(api, run, 90_000);
      total.undone.push(...undone);
      total.left.push(...left);
    }
    return total;
  } finally {
    api.close();
    transport.close();
  }
};
