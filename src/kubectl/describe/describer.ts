/** A describer: what `kubectl describe` fetches for one kind, and what it prints. One kind is one file and one line in index.ts. */
import type { Event, KubeObject, KubernetesVersion } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';

/** Something a description needs besides the object: a list, or one object by name (which may not exist). */
export interface Need {
  /** As findResource takes it: "pods", "replicasets.apps", "leases.coordination.k8s.io". */
  resource: string;
  namespace?: string;
  name?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** What was fetched, and when. */
export interface DescribeView {
  /** All fetched objects of this resource. */
  list<T extends KubeObject>(resource: string): T[];
  events: readonly Event[];
  /** False: nothing is said of events, not even that there are none. */
  showsEvents?: boolean;
  nowMs: number;
  version: KubernetesVersion;
  /** An IANA name; 'UTC' when absent. */
  timeZone?: string;
}

export interface Describer {
  group: string;
  kind: string;
  needs?(object: KubeObject): Need[];
  /** False for the kinds that upstream describes without their Events. */
  hasEvents?: boolean;
  describe(object: KubeObject, writer: DescribeWriter, view: DescribeView): void;
}

interface DescriberDefinition<T extends KubeObject> {
  group: string;
  kind: string;
  needs?(object: T): Need[];
  hasEvents?: boolean;
  describe(object: T, writer: DescribeWriter, view: DescribeView): void;
}

export const defineDescriber = <T extends KubeObject>(definition: DescriberDefinition<T>): Describer =>
  definition as unknown as Describer;
