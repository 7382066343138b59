/** x-kubernetes-validations: rules in CEL. @since k8s 1.25 */
import {
  type FieldError,
  type JsonSchema,
  type KubeObject,
  type KubernetesVersion,
} from '../../../kube/index.ts';

export const checkRules = (
  _object: KubeObject,
  _old: KubeObject | undefined,
  _schema: JsonSchema,
  _version: KubernetesVersion,
): FieldError[] => [];
