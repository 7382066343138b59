/** The controllers of the controller manager, a line each. */
import type { ControllerDefinition } from '../controller.ts';
import { clusterRoleAggregation } from './cluster-role-aggregation/index.ts';
import {
  approvalController,
  establishingController,
  finalizingController,
  namingController,
  structuralController,
} from './custom-resource-definition/index.ts';
import { daemonSetController } from './daemonset/index.ts';
import { deploymentController } from './deployment/index.ts';
import { replicaSetController, replicationControllerController } from './replicaset/index.ts';
import { statefulSetController } from './statefulset/index.ts';
import { cronJobController } from './cronjob/index.ts';
import { jobController } from './job/index.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/index.ts';
import { persistentVolumeController } from './persistent-volume/index.ts';
import { disruptionController } from './disruption/index.ts';
import { podGarbageCollector } from './pod-gc/index.ts';
import { endpointSliceController } from './endpointslice/index.ts';
import { endpointsController } from './endpoints/index.ts';
import { garbageCollector } from './garbage-collector/index.ts';
import { nodeController, taintController } from './node-lifecycle/index.ts';
import { horizontalController } from './horizontal-pod-autoscaler/index.ts';
import { namespaceController } from './namespace/index.ts';
import { certificateController } from './certificates/index.ts';
import { resourceQuotaController } from './resource-quota/index.ts';
import { rootCaPublisher, serviceAccountController, tokensController } from './serviceaccount/index.ts';
import { claimProtectionController, volumeProtectionController } from './volume-protection/index.ts';

export const controllers: readonly ControllerDefinition[] = [
  namespaceController,
  resourceQuotaController,
  certificateController,
  serviceAccountController,
  tokensController,
  rootCaPublisher,
  garbageCollector,
  deploymentController,
  replicaSetController,
  replicationControllerController,
  daemonSetController,
  statefulSetController,
  jobController,
  cronJobController,
  ttlAfterFinishedController,
  horizontalController,
  endpointsController,
  endpointSliceController,
  nodeController,
  taintController,
  disruptionController,
  podGarbageCollector,
  persistentVolumeController,
  claimProtectionController,
  volumeProtectionController,
  structuralController,
  approvalController,
  namingController,
  establishingController,
  finalizingController,
  clusterRoleAggregation,
];
