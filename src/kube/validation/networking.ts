/** NetworkPolicy. */
import type { IntOrString, KubeObject, LabelSelector } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { isCidr } from './addresses.ts';
import { contains, maskLength } from './cidr.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkLabelSelector } from './labels.ts';
import { checkPortNumberOrName } from './numbers.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';

interface Port {
  protocol?: string;
  port?: IntOrString;
}
interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Rule {
  ports?: Port[];
  from?: Peer[];
  to?: Peer[];
}
type NetworkPolicy = KubeObject & {
  spec: { podSelector: LabelSelector; ingress?: Rule[]; egress?: Rule[]; policyTypes?: string[] };
};

const specPath = FieldPath.of('spec');
const protocols = ['TCP', 'UDP', 'SCTP'];

/** @source k8s 1.20 pkg/apis/networking/validation/validation.go ValidateIPBlock */
const checkBlock = (
  errors: FieldError[],
  path: FieldPath,
  { cidr, except = [] }: NonNullable<Peer['ipBlock']>,
): void => {
  if (cidr === '') {
    errors.push(required(path.child('cidr')));
    return;
  }
  if (!isCidr(cidr)) {
    errors.push(invalid(path.child('cidr'), cidr, 'not a valid CIDR'));
    return;
  }
  for (const [index, part] of except.entries()) {
    const at = path.child('except').index(index);
    if (!isCidr(part)) {
      errors.push(invalid(at, part, 'not a valid CIDR'));
      return;
    }
    if (!contains(cidr, part) || maskLength(cidr) >= maskLength(part)) {
      errors.push(invalid(at, part, 'must be a strict subset of `cidr`'));
    }
  }
};

const checkPeer = (
  errors: FieldError[],
  path: FieldPath,
  { podSelector, namespaceSelector, ipBlock }: Peer,
  version: KubernetesVersion,
): void => {
  checkLabelSelector(errors, path.child('podSelector'), podSelector, version);
  checkLabelSelector(errors, path.child('namespaceSelector'), namespaceSelector, version);
  if (ipBlock !== undefined) checkBlock(errors, path.child('ipBlock'), ipBlock);
  const isOther = podSelector !== undefined || namespaceSelector !== undefined;
  if (!isOther && ipBlock === undefined) errors.push(required(path, 'must specify a peer'));
  else if (isOther && ipBlock !== undefined)
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'));
};

const checkRule = (errors: FieldError[], path: FieldPath, rule: Rule, version: KubernetesVersion): void => {
  rule.ports?.forEach(({ protocol, port }, index) => {
    const at = path.child('ports').index(index);
    if (protocol !== undefined && !protocols.includes(protocol)) {
      errors.push(notSupported(at.child('protocol'), protocol, protocols));
    }
    if (port !== undefined) checkPortNumberOrName(errors, at.child('port'), port);
  });
  for (const field of ['from', 'to'] as const) {
    rule[field]?.forEach((peer, index) => {
      checkPeer(errors, path.child(field).index(index), peer, version);
    });
  }
};

const policyTypesAllowed = ['Ingress', 'Egress'];

/** @source k8s 1.20 pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec */
const checkSpec = (errors: FieldError[], spec: NetworkPolicy['spec'], version: KubernetesVersion): void => {
  checkLabelSelector(errors, specPath.child('podSelector'), spec.podSelector, version);
  for (const field of ['ingress', 'egress'] as const) {
    spec[field]?.forEach((rule, index) => {
      checkRule(errors, specPath.child(field).index(index), rule, version);
    });
  }
  const { policyTypes = [] } = spec;
  const at = specPath.child('policyTypes');
  if (policyTypes.length > policyTypesAllowed.length) {
    const why = 'may not specify more than two policyTypes';
    errors.push(invalid(at, stringList(policyTypes, '[]networking.PolicyType'), why));
    return;
  }
  policyTypes.forEach((type, index) => {
    if (!policyTypesAllowed.includes(type))
      errors.push(notSupported(at.index(index), type, policyTypesAllowed));
  });
};

export const networkPolicy = defineValidator<NetworkPolicy>({
  kinds: ['NetworkPolicy.networking.k8s.io', 'NetworkPolicy.extensions'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
    checkSpec(errors, object.spec, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkSpec(errors, object.spec, version);
  },
});
