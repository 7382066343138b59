/** Nodes and namespaces. */
import type { Namespace, Node } from '../objects/index.ts';
import { deepEqual } from '../json-value.ts';
import { dns1123LabelErrors, qualifiedNameErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { isCidr } from './addresses.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, forbidden, GoSyntax, invalid } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkResourceAmount } from './resources.ts';
import { checkTaints } from './scheduling.ts';
import { defineValidator } from './validator.ts';

const specPath = FieldPath.of('spec');
const metadataPath = FieldPath.of('metadata');
const statusPath = FieldPath.of('status');

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNodeResources */
const checkResources = (errors: FieldError[], { status }: Node, version: KubernetesVersion): void => {
  for (const field of ['capacity', 'allocatable'] as const) {
    const list = status?.[field];
    for (const name in list)
      checkResourceAmount(errors, statusPath.child(field).key(name), name, list, version);
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNode */
const checkNode = (errors: FieldError[], object: Node, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: false }, version);
  const { taints, podCIDRs } = object.spec;
  if (taints !== undefined) checkTaints(errors, metadataPath.child('taints'), taints, version);
  checkResources(errors, object, version);
  if (podCIDRs === undefined) return;
  const at = specPath.child('podCIDRs');
  podCIDRs.forEach((cidr, index) => {
    if (!isCidr(cidr)) errors.push(invalid(at.index(index), stringList(podCIDRs), 'must be valid CIDR'));
  });
  const isDual = podCIDRs.length === 2 && podCIDRs[0]!.includes(':') !== podCIDRs[1]!.includes(':');
  if (podCIDRs.length > 1 && !isDual) {
    errors.push(invalid(at, stringList(podCIDRs), 'may specify no more than one CIDR for each IP family'));
  }
};

/** What only those who run the cluster may change. */
const checkProtectedFields = (
  errors: FieldError[],
  next: Node['spec'],
  old: Node['spec'],
  version: KubernetesVersion,
): void => {
  const allowed: Node['spec'] = { ...old };
  const cidrs = 'node updates may not change podCIDR except from "" to valid';
  if ((old.podCIDRs?.length ?? 0) > 0) {
    if (next.podCIDRs?.length !== old.podCIDRs!.length)
      errors.push(forbidden(specPath.child('podCIDRs'), cidrs));
    else {
      next.podCIDRs.forEach((cidr, index) => {
        if (cidr !== old.podCIDRs![index]) errors.push(forbidden(specPath.child('podCIDRs'), cidrs));
      });
    }
  } else Object.assign(allowed, { podCIDRs: next.podCIDRs, podCIDR: next.podCIDR });
  if ((old.providerID ?? '') !== '' && old.providerID !== next.providerID) {
    const why = 'node updates may not change providerID except from "" to valid';
    errors.push(forbidden(specPath.child('providerID'), why));
  } else allowed.providerID = next.providerID!;
  const open = { taints: undefined, unschedulable: undefined, configSource: undefined };
  if (deepEqual({ ...next, ...open }, { ...allowed, ...open })) return;
  const more = isAtLeast(version, 24)
    ? ''
    : ' (or configSource, if the DynamicKubeletConfig feature gate is enabled)';
  errors.push(forbidden('[]', `node updates may only change labels, taints, or capacity${more}`));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNodeUpdate */
const checkNodeUpdate = (errors: FieldError[], object: Node, old: Node, version: KubernetesVersion): void => {
  checkObjectMetaUpdate(errors, object.metadata, old.metadata);
  checkResources(errors, object, version);
  const seen = new Set<string>();
  object.status?.addresses?.forEach(({ type, address }, index) => {
    const printed = `core.NodeAddress{Type:"${type}", Address:"${address}"}`;
    if (seen.has(printed))
      errors.push(duplicate(statusPath.child('addresses').index(index), new GoSyntax(printed)));
    seen.add(printed);
  });
  checkProtectedFields(errors, object.spec, old.spec, version);
  if (object.spec.taints !== undefined)
    checkTaints(errors, metadataPath.child('taints'), object.spec.taints, version);
};

export const node = defineValidator<Node>({
  kinds: ['Node'],
  create: checkNode,
  update: (errors, object, old, version) => {
    checkNode(errors, object, version);
    checkNodeUpdate(errors, object, old, version);
  },
});

const namespaceRules = { namespaced: false, name: dns1123LabelErrors };

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNamespace */
const checkNamespace = (errors: FieldError[], object: Namespace, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, namespaceRules, version);
  for (const finalizer of object.spec?.finalizers ?? []) {
    checkName(errors, specPath.child('finalizers'), finalizer, qualifiedNameErrors, version);
  }
};

export const namespace = defineValidator<Namespace>({
  kinds: ['Namespace'],
  create: checkNamespace,
  update: (errors, object, old, version) => {
    checkNamespace(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
  },
});
