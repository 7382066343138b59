/** Which scenarios say nothing on the hollow nodes of the referee, where containers are only said to run. */
import { basename } from 'node:path';
import { globSync } from 'glob';
import { isWhole, project } from './referee.ts';

/** File → why it cannot be compared there. docs/fidelity.md lists them. */
export const notOnHollowNodes: Readonly<Record<string, string>> = {
  '3.3.2-ingress-v1.yaml': 'its ingress controller is never ready: nothing answers the probes',
  '3.3.2-ingress.yaml': 'its ingress controller is never ready: nothing answers the probes',
  '3.3.4-metallb.yaml': 'there is no MetalLB that gives addresses',
  '3.3.5-hpa.yaml': 'there are neither metrics nor MetalLB',
  '3.4.2-configmap.yaml': 'there is no MetalLB that gives addresses',
  '3.4.3-nfs-volume.yaml': 'there is no NFS server to mount from',
  '3.4.4-statefulset.yaml': 'there is no NFS server to mount from',
  '4.3.4-container-runtime.yaml': 'the nodes have no container runtime',
  '4.4.1-image-absent.yaml': 'a fake container runtime pulls any image',
  '4.4.1-image-on-one-node.yaml': 'a fake container runtime pulls any image',
  '4.4.3-own-registry.yaml': 'a fake container runtime pulls any image',
  '5.2.2-kustomize.yaml': 'there is no MetalLB that gives addresses',
  '5.2.3-helm.yaml': 'there is no MetalLB that gives addresses',
  '5.3.1-jenkins.yaml': 'there is no NFS server to mount from',
  'custom-resource.yaml': 'its operator runs in a container',
  'jobs.yaml': 'no container ends by itself',
};

/** What a build has time for. */
const soon = ['3.2.1-run-and-create.yaml', '3.2.3-scale.yaml', '3.2.8-cordon.yaml'];

/** The scenarios of the project that can be compared on hollow nodes. */
export const onHollowNodes = (): string[] =>
  isWhole ? all() : all().filter((file) => soon.includes(basename(file)));

const all = (): string[] =>
  globSync('scenarios/{infra-kubernetes,kubernetes-basics}/*.yaml', { cwd: project })
    .filter((file) => !(basename(file) in notOnHollowNodes))
    .sort();
