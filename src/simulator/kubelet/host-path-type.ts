/** The type of a hostPath: what must be there on the machine before it is mounted, or is made. */
import { directoryName } from './file-tree.ts';
import type { VolumeFiles } from './file-tree.ts';

/** Directories that every machine has. */
const standardDirectories = new Set(
  (
    'bin boot dev etc etc/kubernetes etc/kubernetes/manifests etc/kubernetes/pki etc/ssl etc/ssl/certs home lib lib/modules media mnt opt opt/cni ' +
    'opt/cni/bin proc root run sbin srv sys tmp usr usr/bin usr/lib usr/local usr/share var var/lib var/lib/docker var/lib/kubelet var/log ' +
    'var/log/containers var/log/pods var/run'
  ).split(' '),
);
const sockets = new Set(['var/run/docker.sock', 'run/docker.sock', 'run/containerd/containerd.sock']);
const characterDevices = new Set([
  'dev/null',
  'dev/zero',
  'dev/random',
  'dev/urandom',
  'dev/tty',
  'dev/fuse',
]);
const blockDevices = new Set(['dev/sda', 'dev/sda1']);

type Kind = 'directory' | 'file' | 'socket' | 'character' | 'block' | undefined;

const isParentOf = (disk: VolumeFiles, directory: string): boolean => {
  for (const path of disk.keys()) if (path.startsWith(`${directory}/`)) return true;
  return false;
};

/** `made`: the directories that mounts have made on this machine. */
const kindOf = (disk: VolumeFiles, made: ReadonlySet<string>, name: string): Kind => {
  if (disk.has(name)) return 'file';
  if (sockets.has(name)) return 'socket';
  if (characterDevices.has(name)) return 'character';
  if (blockDevices.has(name)) return 'block';
  const isDirectory =
    name === '' || standardDirectories.has(name) || made.has(name) || isParentOf(disk, name);
  return isDirectory ? 'directory' : undefined;
};

const wantedKinds: Readonly<Record<string, readonly [Kind, string]>> = {
  Directory: ['directory', 'a directory'],
  DirectoryOrCreate: ['directory', 'a directory'],
  File: ['file', 'a file'],
  FileOrCreate: ['file', 'a file'],
  Socket: ['socket', 'a socket file'],
  CharDevice: ['character', 'a character device'],
  BlockDevice: ['block', 'a block device'],
};

/**
 * Makes what the type says is made; answers why the path cannot be mounted.
 * @source k8s 1.20 pkg/volume/hostpath/host_path.go checkTypeInternal
 */
export const checkHostPath = (
  disk: VolumeFiles,
  made: Set<string>,
  { path, type = '' }: { path: string; type?: string },
): string | undefined => {
  const name = directoryName(path);
  const kind = kindOf(disk, made, name);
  const [wanted, words] = wantedKinds[type] ?? [];
  if (kind === undefined && (type === '' || type === 'DirectoryOrCreate')) made.add(name);
  else if (kind === undefined && type === 'FileOrCreate') disk.set(name, '');
  else if (kind !== wanted && type !== '') return `hostPath type check failed: ${path} is not ${words ?? ''}`;
  return undefined;
};
