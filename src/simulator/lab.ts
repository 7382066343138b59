/** Lab: the cluster a procedure is played on, as data. Lab files are read on the scenario floor; the simulator takes this. */
import type { Taint } from '../kube/index.ts';

export interface LabNode {
  name: string;
  /** 'master' and 'control-plane' nodes carry the role's label and, unless `taints` says otherwise, its NoSchedule taint. */
  role: 'master' | 'control-plane' | 'worker';
  /** InternalIP. */
  address: string;
  cpu: string;
  memory: string;
  ephemeralStorage?: string;
  maxPods?: number;
  labels?: Record<string, string>;
  taints?: Taint[];
  /** The range this node's pods take addresses from: "172.16.132.0/24". */
  podCIDR?: string;
  osImage?: string;
  kernelVersion?: string;
  containerRuntimeVersion?: string;
}

/** How an image starts and what it answers to. See src/simulator/images/ for the built-in ones. */
export interface LabImage {
  /** "nginx", "sysnet4admin/echo-hname". */
  repository: string;
  tags: string[];
  /** The name of the behaviour in src/simulator/images/, which its tag and `settings` fill in. */
  behaviour: string;
  settings?: Record<string, unknown>;
  sizeBytes?: number;
  /** Nodes that have it before anything is pulled. Absent: none. */
  preloadedOn?: string[];
  /** Built on the machines that have it; no registry does. */
  isLocal?: boolean;
}

export interface LabNfsServer {
  address: string;
  /** Directories, as in /etc/exports: "/nfs_shared". */
  exports: string[];
}

export interface Lab {
  name: string;
  /** "1.18.4". */
  kubernetes: string;
  /** The instant at which the cluster is first observed, RFC 3339; nodes are a day older. */
  startTime: string;
  nodes: LabNode[];
  /** Machines that exist but have not joined; a `node` step adds one of them by name. */
  spareNodes?: LabNode[];
  images: LabImage[];
  /** Names in src/simulator/addons/: 'kube-proxy', 'calico', 'local-path-provisioner'. */
  addons: { name: string; settings?: Record<string, unknown> }[];
  /** NFS servers, most often on one of the machines. */
  nfs?: LabNfsServer[];
  network: {
    /** "10.96.0.0/12". */
    services: string;
    /** "172.16.0.0/16". */
    pods: string;
    nodePorts?: { from: number; to: number };
  };
  /** The machine on which the note's author types: where `~` is, and which real folders stand for which of its paths. */
  workstation?: { home: string; files: Record<string, string> };
}
