/** Whether subsets say the same, whatever versions of the pods they name. */
import type { EndpointAddress, EndpointPort, EndpointSubset, ObjectReference } from '../../../kube/index.ts';

type Same<T> = (a: T, b: T) => boolean;

/** Versions of pods change all the time, and are no reason to write. */
export const sameReference: Same<ObjectReference | undefined> = (a, b) =>
  a === b ||
  (a?.uid === b?.uid && a?.name === b?.name && a?.namespace === b?.namespace && a?.kind === b?.kind);

const sameAddress: Same<EndpointAddress> = (a, b) =>
  a.ip === b.ip &&
  a.hostname === b.hostname &&
  a.nodeName === b.nodeName &&
  sameReference(a.targetRef, b.targetRef);

const samePort: Same<EndpointPort> = (a, b) =>
  a.port === b.port && a.name === b.name && a.protocol === b.protocol && a.appProtocol === b.appProtocol;

const sameLists = <T>(a: readonly T[] = [], b: readonly T[] = [], same: Same<T>): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!same(a[index]!, b[index]!)) return false;
  return true;
};

const sameSubset: Same<EndpointSubset> = (a, b) =>
  sameLists(a.ports, b.ports, samePort) &&
  sameLists(a.addresses, b.addresses, sameAddress) &&
  sameLists(a.notReadyAddresses, b.notReadyAddresses, sameAddress);

export const sameSubsets = (
  a: readonly EndpointSubset[] | undefined,
  b: readonly EndpointSubset[] | undefined,
): boolean => sameLists(a, b, sameSubset);
