/** Commands about file systems: df, mount. */
import type { Mount } from '../../kubelet/container-files.ts';
import type { CommandDefinition } from '../command.ts';

interface Row {
  device: string;
  sizes: readonly [size: string, used: string, available: string, percent: string];
  path: string;
}

const disk = ['37.0G', '2.8G', '34.2G', '8'] as const;
const memory = ['1.2G', '0', '1.2G', '0'] as const;

const rowOf = ({ device, path }: Mount): Row => {
  if (device === 'tmpfs') return { device, sizes: ['1.2G', '12.0K', '1.2G', '0'], path };
  return { device: device ?? '/dev/mapper/centos_k8s-root', sizes: disk, path };
};

const longestDevice = 20;

/** As busybox prints it: a long name stands on a line of its own. */
const lineOf = ({ device, sizes: [size, used, available, percent], path }: Row): string => {
  const name =
    device.length > longestDevice ? `${device}\n${' '.repeat(longestDevice)}` : device.padEnd(longestDevice);
  return `${name} ${size.padStart(9)} ${used.padStart(9)} ${available.padStart(9)} ${percent.padStart(3)}% ${path}\n`;
};

const rows = (mounts: readonly Mount[]): Row[] => [
  { device: 'overlay', sizes: disk, path: '/' },
  { device: 'tmpfs', sizes: ['64.0M', '0', '64.0M', '0'], path: '/dev' },
  { device: 'tmpfs', sizes: memory, path: '/sys/fs/cgroup' },
  ...[...mounts].reverse().map(rowOf),
];

export const diskCommands: readonly CommandDefinition[] = [
  {
    name: 'df',
    run({ state, out }) {
      out('Filesystem                Size      Used Available Use% Mounted on\n');
      for (const row of rows(state.host.files.mounts)) out(lineOf(row));
      return 0;
    },
  },
  {
    name: 'mount',
    run({ state, out }) {
      for (const { device, path } of rows(state.host.files.mounts)) {
        const kind =
          device === 'overlay' || device === 'tmpfs' ? device : device.includes(':') ? 'nfs4' : 'xfs';
        out(`${device} on ${path} type ${kind} (rw)\n`);
      }
      return 0;
    },
  },
];
