/** How admission refuses: 403, with the object named as far as its name is known. */
import { forbidden, type Status } from '../../../kube/index.ts';
import type { AdmissionRequest } from './admission-plugin.ts';

/** @source k8s 1.20 apiserver/pkg/admission/errors.go extractResourceName */
export const refusedName = ({ object }: Pick<AdmissionRequest, 'object'>): string => {
  const { name, generateName } = object.metadata as { name?: string; generateName?: string };
  if (name !== undefined && name !== '') return name;
  return generateName !== undefined && generateName !== '' ? generateName : 'Unknown';
};

/** @source k8s 1.20 apiserver/pkg/admission/errors.go NewForbidden */
export const refused = (request: AdmissionRequest, why: string): { ok: false; status: Status } => ({
  ok: false,
  status: forbidden(request.resource.groupResource, refusedName(request), why),
});

/** Several reasons as one. @source k8s 1.20 apimachinery/pkg/util/errors/errors.go aggregate.Error */
export const joinedReasons = (reasons: readonly string[]): string => {
  const texts = [...new Set(reasons)];
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`;
};
