/** Upstream's hash of an object: MD5 over Go's dump of it. */
import { goDump } from '../../../kube/index.ts';
import { md5 } from './md5.ts';

/**
 * The digest in hexadecimal of a JSON value taken as the Go type `goType` ("core/v1.EndpointPort") of 1.`minor`.
 * @source k8s 1.20 pkg/util/hash/hash.go DeepHashObject
 */
export const digestOf = (goType: string, value: unknown, minor: number): string =>
  md5(goDump(goType, value, minor, true));
