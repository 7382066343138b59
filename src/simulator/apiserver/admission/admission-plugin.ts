/** What an admission plugin is: it sees a request before it is carried out, may change the object, may refuse. */
import type { Answer, KubeObject, Status } from '../../../kube/index.ts';
import type { RequestInfo } from '../api-server.ts';
import type { Resource } from '../resource-catalogue.ts';
import type { ServerCore } from '../server-core.ts';

export interface AdmissionRequest {
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  resource: Resource;
  subresource: string;
  /** '' for cluster-scoped resources. */
  namespace: string;
  /** The new object; of a deletion the stored one. */
  object: KubeObject;
  old?: KubeObject;
  by: RequestInfo;
}

export interface AdmissionPlugin {
  /** Upstream's name: 'NamespaceLifecycle'. */
  name: string;
  /** Absent: all resources. */
  resources?: readonly string[];
  operations: readonly AdmissionRequest['operation'][];
  /** The object as it goes on; undefined: unchanged. */
  admit?(request: AdmissionRequest, core: ServerCore): Answer<KubeObject> | undefined;
  /** Sees the object once it is complete and found valid, just before it is stored; why it is refused. */
  validate?(request: AdmissionRequest, core: ServerCore): Status | undefined;
}

export const defineAdmission = (plugin: AdmissionPlugin): AdmissionPlugin => plugin;
