/** Add-ons, a line each; and their installation when a lab starts. */
import type { KubeObject } from '../../kube/index.ts';
import { parseImageReference } from '../images/index.ts';
import type { Machines } from '../kubelet/index.ts';
import type { World } from '../world.ts';
import type { AddonDefinition, AddonObject } from './addon.ts';
import { imagesOf } from './addon.ts';
import { calico } from './calico.ts';
import { controlPlane } from './control-plane.ts';
import { coredns } from './coredns.ts';
import { kubeProxy } from './kube-proxy.ts';
import { localPathProvisioner } from './local-path-provisioner.ts';
import { LocalPathVolumes } from './local-path-volumes.ts';
import { metallb } from './metallb.ts';
import { MetallbController } from './metallb-controller.ts';
import { metricsServer } from './metrics-server.ts';
import { nfsSubdirProvisioner } from './nfs-subdir-provisioner.ts';
import { NfsSubdirectoryVolumes } from './nfs-subdirectory-volumes.ts';
import { Provisioners } from './provisioners.ts';
import { SampleController } from './sample-controller.ts';

export const addons: readonly AddonDefinition[] = [
  controlPlane,
  kubeProxy,
  calico,
  coredns,
  metallb,
  metricsServer,
  localPathProvisioner,
  nfsSubdirProvisioner,
];

/** Whoever installs a cluster. */
const by = { user: 'kubeadm' };
/** The controllers have to have made what an object needs (its namespace's service account) first. */
const retryMs = 20;
const retries = 50;

const install = (world: World, { resource, object }: AddonObject, attempt = 0): void => {
  const answer = world.api.create(resource, object.metadata.namespace, object as KubeObject, by);
  if (answer.ok || answer.status.reason === 'AlreadyExists') return;
  if (attempt === retries)
    throw new Error(
      `labproof defect: add-on object ${object.kind} ${object.metadata.name}: ${answer.status.message ?? ''}`,
    );
  world.after(retryMs, () => {
    install(world, { resource, object }, attempt + 1);
  });
};

/** Creates the objects of the lab's add-ons, whose images its first machines have already. */
export const startAddons = (world: World, machines: Machines): void => {
  const { lab, version } = world;
  for (const { name, settings = {} } of lab.addons) {
    const addon = addons.find((candidate) => candidate.name === name);
    const objects = addon?.objects({ version, lab, settings }) ?? [];
    for (const reference of imagesOf(objects)) preload(machines, reference);
    for (const object of objects) install(world, object);
  }
  new MetallbController(world).start();
  new SampleController(world).start();
  const makers = [new LocalPathVolumes(world), new NfsSubdirectoryVolumes(world, machines.storage)];
  new Provisioners(world, makers).start();
};

const preload = (machines: Machines, text: string): void => {
  const reference = parseImageReference(text);
  const found = reference === undefined ? undefined : machines.registries.lookUp(reference);
  if (found === undefined || !('found' in found)) return;
  for (const machine of machines.byName.values()) machine.engine.addImage(found.found);
};
