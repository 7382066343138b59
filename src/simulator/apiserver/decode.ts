/** An object as sent becomes one in the shape and with the defaults of its kind. */
import {
  applyDefaults,
  badRequest,
  ValueError,
  type Answer,
  type KubeObject,
  type KubernetesVersion,
  type UnknownObject,
} from '../../kube/index.ts';
import { writeEmptyTimes } from './empty-times.ts';
import { failed } from './server-core.ts';

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go transformDecodeError */
export const decodeObject = (object: KubeObject, version: KubernetesVersion): Answer<KubeObject> => {
  try {
    return { ok: true, value: writeEmptyTimes(applyDefaults(object as UnknownObject, version), version) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const { apiVersion, kind } = object;
    const of = apiVersion.slice(apiVersion.indexOf('/') + 1);
    return failed(badRequest(`${kind} in version "${of}" cannot be handled as a ${kind}: ${error.message}`));
  }
};
