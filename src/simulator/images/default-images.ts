/** The images that every lab's registries hold unless the lab says otherwise. */
import type { LabImage } from '../lab.ts';

const megabytes = (count: number): number => count * 1_000_000;

const anyTag = '*';

const component = (repository: string, sizeMb: number, settings: Record<string, unknown>): LabImage => ({
  repository,
  tags: [anyTag],
  behaviour: 'daemon',
  sizeBytes: megabytes(sizeMb),
  settings,
});

/** Tags: "*" stands for every tag. */
export const defaultImages: readonly LabImage[] = [
  {
    repository: 'nginx',
    behaviour: 'nginx',
    sizeBytes: megabytes(133),
    tags: [
      'latest', 'mainline', 'stable', 'alpine', 'perl', '1', '1.14', '1.15', '1.16', '1.17', '1.18', '1.19',
      '1.7.9', '1.9.1', '1.10.3', '1.11.13', '1.12.2', '1.13.12', '1.14.0', '1.14.1', '1.14.2', '1.15.0', '1.15.12',
      '1.16.0', '1.16.1', '1.17.0', '1.17.1', '1.17.2', '1.17.3', '1.17.10', '1.18.0', '1.19.0', '1.19.6',
      'stable-alpine', '1.14-alpine', '1.15-alpine', '1.16-alpine', '1.17-alpine', '1.18-alpine', '1.19-alpine',
    ],
  },
  { repository: 'sysnet4admin/echo-hname', behaviour: 'echo-hname', tags: ['latest'], sizeBytes: megabytes(127) },
  { repository: 'sysnet4admin/echo-ip', behaviour: 'echo-ip', tags: ['latest'], sizeBytes: megabytes(127) },
  {
    repository: 'busybox',
    behaviour: 'busybox',
    tags: ['latest', 'stable', 'musl', 'glibc', '1', '1.28', '1.30', '1.31', '1.31.1', '1.32', '1.32.0', '1.32.1', '1.33', '1.34', '1.35', '1.36'],
    sizeBytes: megabytes(1.2),
  },
  { repository: 'alpine', behaviour: 'busybox', tags: ['latest', '3', '3.10', '3.11', '3.12', '3.13'], sizeBytes: megabytes(5.6) },
  { repository: 'centos', behaviour: 'system', tags: ['latest', '7', '8'], sizeBytes: megabytes(204) },
  { repository: 'ubuntu', behaviour: 'system', tags: ['latest', '18.04', '20.04'], sizeBytes: megabytes(73) },
  { repository: 'debian', behaviour: 'system', tags: ['latest', 'buster', '10'], sizeBytes: megabytes(114) },
  { repository: 'httpd', behaviour: 'httpd', tags: ['latest', '2', '2.4', '2.4.46', 'alpine'], sizeBytes: megabytes(138) },
  { repository: 'k8s.gcr.io/pause', behaviour: 'pause', tags: [anyTag], sizeBytes: megabytes(0.7) },
  { repository: 'registry.k8s.io/pause', behaviour: 'pause', tags: [anyTag], sizeBytes: megabytes(0.7) },
  component('k8s.gcr.io/kube-apiserver', 173, { executable: 'kube-apiserver', port: 6443, idleCpuMillis: 45, memoryMebibytes: 300 }),
  component('k8s.gcr.io/kube-controller-manager', 162, { executable: 'kube-controller-manager', idleCpuMillis: 15, memoryMebibytes: 45 }),
  component('k8s.gcr.io/kube-scheduler', 95, { executable: 'kube-scheduler', idleCpuMillis: 4, memoryMebibytes: 16 }),
  component('k8s.gcr.io/etcd', 288, { executable: 'etcd', port: 2379, idleCpuMillis: 20, memoryMebibytes: 70 }),
  component('k8s.gcr.io/kube-proxy', 117, { executable: 'kube-proxy', memoryMebibytes: 14, exitCode: 2 }),
  component('k8s.gcr.io/coredns', 43, { executable: 'coredns', port: 8080, idleCpuMillis: 3, memoryMebibytes: 10, stopMs: 5000 }),
  component('k8s.gcr.io/metrics-server/metrics-server', 57, { executable: 'metrics-server', port: 4443, idleCpuMillis: 3, memoryMebibytes: 15 }),
  component('k8s.gcr.io/metrics-server-amd64', 40, { executable: 'metrics-server', port: 4443, memoryMebibytes: 15 }),
  component('calico/node', 263, { executable: 'start_runit', idleCpuMillis: 25, memoryMebibytes: 70, shell: true }),
  component('calico/kube-controllers', 57, { executable: 'kube-controllers', memoryMebibytes: 15 }),
  component('metallb/controller', 40, { executable: 'controller', port: 7472, memoryMebibytes: 7, shell: true }),
  component('metallb/speaker', 43, { executable: 'speaker', port: 7472, idleCpuMillis: 3, memoryMebibytes: 9, shell: true }),
];
