/** The referee with real containers: three nodes with a Docker each, which pull the images of the notes from a registry of ours. */
import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildImages, multistage } from './images.ts';
import { addressesInNotes, ownImages, smallImages } from './real-images.ts';
import { copyBook, refereeNodes, writeRefereeLab } from './referee-lab.ts';
import { folder as referee, isOwn, kubeconfig, kubectl, startBy, stopReferee, whyNot } from './referee.ts';
import { startRegistry } from './registry.ts';
import type { Registry } from './registry.ts';

const workers = ['w1-k8s', 'w2-k8s', 'w3-k8s'];

/** Where the notes have a registry of their own, and what stands for it here: the master's address. */
const ownRegistry = { inNotes: '192.168.1.10:8443', host: '127.0.1.10', port: 8443 };

/** Why no real containers can be had; undefined when they can. */
export const whyNoContainers = (): string | undefined => {
  if (whyNot() !== undefined) return whyNot();
  if (!isOwn) return 'real containers are looked into on the referee only';
  if (process.getuid?.() !== 0) return 'real containers need root';
  const missing = Object.entries({
    'docker.io': ['/usr/sbin/dockerd', '/usr/bin/docker'],
    iptables: ['/usr/sbin/iptables'],
    socat: ['/usr/bin/socat'],
  }).flatMap(([name, files]) => (files.every((file) => existsSync(file)) ? [] : [name]));
  return missing.length === 0 ? undefined : `real containers need Debian's ${missing.join(', ')}`;
};

const state = (...path: string[]): string => join(kubeconfig, '..', ...path);

const docker = (node: string, ...args: string[]): string =>
  execFileSync('/usr/bin/docker', ['-H', `unix://${state('real', node, 'docker.sock')}`, ...args], {
    encoding: 'utf8',
  });

const dockerApart = (node: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)('/usr/bin/docker', ['-H', `unix://${state('real', node, 'docker.sock')}`, ...args]);

/** The referee's scripts with our realnode.sh in the place of theirs. */
const stageScripts = (stage: string): void => {
  for (const name of readdirSync(referee))
    symlinkSync(join(referee, name), join(stage, name === 'realnode.sh' ? 'bare-realnode.sh' : name));
  symlinkSync(join(import.meta.dirname, 'realnode.sh'), join(stage, 'realnode.sh'));
};

/** Its Docker asks the registry first, and has only the image that every pod needs. */
const prepareNode = (node: string, { address }: Registry): void => {
  const images = docker(node, 'images', '--format', '{{.Repository}}:{{.Tag}}').trim().split('\n');
  docker(node, 'rmi', '--force', ...images.filter((image) => !image.includes('/pause:')));
  const mirrors = { 'registry-mirrors': [`http://${address}`] };
  writeFileSync(state('real', node, 'daemon.json'), JSON.stringify(mirrors));
  process.kill(Number(readFileSync(state('pids', `docker-${node}.pid`), 'utf8')), 'SIGHUP');
};

export interface RealReferee {
  /** The same nodes for the simulator. */
  lab: string;
  /** As `lab`, with an image that w3-k8s has built and the registry of one's own; `buildImage` makes it so. */
  labWithImages: string;
  buildImage(): Promise<void>;
  stop(): Promise<void>;
}

/** Takes a minute. */
export const startRealReferee = async (): Promise<RealReferee> => {
  const folder = mkdtempSync(join(tmpdir(), 'labproof-real-'));
  const registries: Registry[] = [];
  const addresses: string[] = [];
  const stop = async (): Promise<void> => {
    stopReferee();
    for (const address of addresses) execFileSync('ip', ['address', 'delete', address, 'dev', 'lo']);
    for (const registry of registries) await registry.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    stageScripts(folder);
    await startBy(join(folder, 'up-real.sh'));
    const images = buildImages(join(referee, 'images.tar'));
    const own = new Map([[multistage, images.get(multistage)!]]);
    images.delete(multistage);
    const mirror = await startRegistry(images, { host: '127.0.0.1' });
    registries.push(mirror);
    const { host, port, inNotes } = ownRegistry;
    registries.push(await startRegistry(own, { host, port, isSecure: true }));
    for (const node of workers) prepareNode(node, mirror);
    // realnode.sh has added them.
    for (const node of refereeNodes())
      if (workers.includes(node.metadata.name)) addresses.push(`${node.status!.addresses![0]!.address}/32`);
    const [lab, labWithImages] = [join(folder, 'real.lab.yaml'), join(folder, 'images.lab.yaml')];
    const book = copyBook(folder, ['ch4/4.4.3/success2.yaml'], inNotes, `${host}:${port}`);
    writeRefereeLab(lab, { addresses: addressesInNotes, images: smallImages });
    writeRefereeLab(labWithImages, {
      addresses: addressesInNotes,
      images: [...smallImages, ...ownImages([inNotes, `${host}:${port}`])],
      book,
    });
    return {
      lab,
      labWithImages,
      async buildImage() {
        // The registry is this process: nobody may wait for Docker here.
        const pulled = `${host}:${port}/${multistage}`;
        await dockerApart('w3-k8s', 'pull', '--quiet', pulled);
        docker('w3-k8s', 'tag', pulled, multistage);
        docker('w3-k8s', 'rmi', pulled);
        while (!kubectl('get', 'node', 'w3-k8s', '-o', 'jsonpath={.status.images}').includes(multistage))
          await delay(1_000);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
