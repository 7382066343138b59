/** What a lab has from the start and a real cluster has not: what needs it cannot be played there. */
import type { KubeApi, KubeObject, Node } from '../../kube/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { LabNames } from './lab-names.ts';

const core = (name: string) => ({ group: '', version: 'v1', name });
const storageClasses = { group: 'storage.k8s.io', version: 'v1', name: 'storageclasses' };

const hasPods = async (api: KubeApi, ...labelSelectors: string[]): Promise<boolean> => {
  for (const labelSelector of labelSelectors)
    if ((await api.list(core('pods'), { labelSelector })).items.length > 0) return true;
  return false;
};
const hasProvisioner = async (api: KubeApi, name: RegExp): Promise<boolean> =>
  (await api.list(storageClasses)).items.some((object) =>
    name.test((object as KubeObject & { provisioner: string }).provisioner),
  );

/** Add-on → how a cluster shows that it has it. The others (a network, DNS, a control plane) every cluster has in some form. */
const signs: Readonly<Record<string, (api: KubeApi) => Promise<boolean>>> = {
  metallb: (api) => hasPods(api, 'app=metallb', 'app.kubernetes.io/name=metallb'),
  'metrics-server': async (api) => (await api.resources()).some(({ group }) => group === 'metrics.k8s.io'),
  'local-path-provisioner': (api) => hasProvisioner(api, /^rancher\.io\/local-path$/),
  'nfs-subdir-external-provisioner': (api) => hasProvisioner(api, /nfs-subdir-external-provisioner$/),
};

const addressesOf = (nodes: readonly Node[]): Set<string> =>
  new Set(nodes.flatMap(({ status }) => (status?.addresses ?? []).map(({ address }) => address)));

/** Nodes tell of their images under several names: "docker.io/library/nginx:latest", "nginx:latest", by digest. */
const holds = (node: Node | undefined, image: string): boolean =>
  (node?.status?.images ?? []).some(({ names }) =>
    (names ?? []).some((name) => name === image || name.endsWith(`/${image}`)),
  );

/**
 * Each as a sentence. Of the machine on which an NFS server runs its address tells: a node that has it is taken for that machine.
 */
export const missingOfLab = async (
  { addons = [], nfs = [], images = [] }: Partial<Pick<Lab, 'addons' | 'nfs' | 'images'>>,
  api: KubeApi,
  nodes: readonly Node[],
  names: LabNames,
): Promise<string[]> => {
  const missing: string[] = [];
  for (const { name } of addons) {
    const sign = signs[name];
    if (sign !== undefined && !(await sign(api))) missing.push(`the lab has ${name}, this cluster has not`);
  }
  const addresses = addressesOf(nodes);
  for (const { address } of nfs)
    if (!addresses.has(address))
      missing.push(`the lab has an NFS server at ${address}, this cluster has none there`);
  for (const { repository, tags, preloadedOn = [] } of images)
    for (const labNode of preloadedOn) {
      const { image } = names.toReal({ image: `${repository}:${tags[0] ?? 'latest'}` });
      const node = nodes.find(({ metadata }) => metadata.name === names.realNode(labNode));
      if (!holds(node, image))
        missing.push(`the lab has the image ${image} on ${labNode}, this cluster has not`);
    }
  return missing;
};
