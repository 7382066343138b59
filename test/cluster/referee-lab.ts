/** The lab files of the referee: its nodes as they are, of this machine's size and kernel where containers are real, and what the notes' labs have beside. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Node } from '../../src/kube/index.ts';
import { kubectl, project } from './referee.ts';

export interface RefereeLab {
  /** Of the nodes, where the notes ask for pages at others than they have. */
  addresses?: Readonly<Record<string, string>>;
  images: readonly object[];
  nfs?: readonly { address: string; exports: readonly string[] }[];
  /** The notes' files; default: as they are. */
  book?: string;
}

const book = join(project, 'scenarios/_Book_k8sInfra');

/** The notes' files in a folder of their own, in which an address is another one. */
export const copyBook = (folder: string, files: readonly string[], from: string, to: string): string => {
  const copy = join(folder, '_Book_k8sInfra');
  cpSync(book, copy, { recursive: true });
  for (const name of files) {
    const file = join(copy, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  }
  return copy;
};

const addressOf = ({ status }: Node): string =>
  status!.addresses!.find(({ type }) => type === 'InternalIP')!.address;

export const refereeNodes = (): Node[] =>
  (JSON.parse(kubectl('get', 'nodes', '-o', 'json')) as { items: Node[] }).items;

export const writeRefereeLab = (file: string, { addresses, images, nfs, book: files }: RefereeLab): void => {
  const nodes = refereeNodes().map((node) => ({
    name: node.metadata.name,
    role: node.metadata.name.startsWith('m-') ? 'master' : 'worker',
    address: addresses?.[node.metadata.name] ?? addressOf(node),
    cpu: node.status!.capacity!['cpu'],
    memory: node.status!.capacity!['memory'],
    podCIDR: node.spec!.podCIDR,
    osImage: node.status!.nodeInfo!.osImage,
    kernelVersion: node.status!.nodeInfo!.kernelVersion,
    containerRuntimeVersion: node.status!.nodeInfo!.containerRuntimeVersion,
  }));
  const lab = {
    apiVersion: 'labproof.dev/v1alpha1',
    kind: 'Lab',
    metadata: { name: 'referee', title: 'The nodes of the referee' },
    spec: {
      kubernetes: '1.20.2',
      nodes,
      network: { services: '10.96.0.0/16', pods: '10.244.0.0/16' },
      addons: [],
      images,
      ...(nfs === undefined ? {} : { nfs }),
      workstation: { home: '/root', files: { '/root/_Book_k8sInfra': files ?? book } },
    },
  };
  writeFileSync(file, stringify(lab));
};
