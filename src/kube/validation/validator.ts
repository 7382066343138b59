/** Validator: what must hold for one kind of object, on create, on update and on an update of its status. */
import type { KubeObject, UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';

type CreateCheck<T> = (errors: FieldError[], object: T, version: KubernetesVersion) => void;
type UpdateCheck<T> = (errors: FieldError[], object: T, old: T, version: KubernetesVersion) => void;

export interface Validator<T = UnknownObject> {
  /** "Deployment.apps", "Pod": kind and group; every version of the group is meant. */
  kinds: readonly string[];
  /** Upstream's strategy.Validate. */
  create: CreateCheck<T>;
  /** Upstream's strategy.ValidateUpdate. */
  update: UpdateCheck<T>;
  /** Upstream's ValidateUpdate of the status strategy; absent: metadata only. */
  status?: UpdateCheck<T>;
}

export const defineValidator = <T extends KubeObject>(validator: Validator<T>): Validator =>
  // The registry hands every validator only objects of its own kinds.
  validator as unknown as Validator;
