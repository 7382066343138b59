/** Tells whether an API of a group of the community's is approved. @source k8s 1.20 apiextensions-apiserver/pkg/controller/apiapproval/apiapproval_controller.go */
import { apiApprovalOf, isProtectedGroup } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import {
  conditionOf,
  definitionOf,
  definitions,
  isSameCondition,
  withCondition,
  writeStatus,
} from './definition-conditions.ts';

const type = 'KubernetesAPIApprovalPolicyConformant';

const reasons = {
  invalid: 'InvalidAnnotation',
  missing: 'MissingAnnotation',
  approved: 'ApprovedAnnotation',
  bypassed: 'UnapprovedAnnotation',
} as const;

export const approvalController = defineController({
  name: 'crd-api-approval-conformant-condition-controller',
  summary: "Tells whether custom resources in the community's groups are approved.",
  create: () => ({
    watches: [
      { resource: definitions, keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]) },
    ],
    reconcile(key, view, now) {
      const crd = definitionOf(view, key);
      if (crd === undefined || !isProtectedGroup(crd.spec.group)) return { actions: [] };
      const { state, reason: message } = apiApprovalOf(crd.metadata.annotations);
      const status = state === 'approved' ? 'True' : 'False';
      const condition = { type, status, reason: reasons[state], message };
      if (isSameCondition(condition, conditionOf(crd, type))) return { actions: [] };
      return { actions: [writeStatus(withCondition(crd, condition, now.time))] };
    },
  }),
});
