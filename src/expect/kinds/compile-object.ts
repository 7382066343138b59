/** Compiles and judges the expectation of one object. */
import type { KubeObject } from '../../kube/index.ts';
import { nearestName } from '../../document/index.ts';
import { fillText } from '../captures.ts';
import type { ClusterView, ViewedResource } from '../cluster-view.ts';
import type { CompiledExpectation, CompileScope } from '../define-expectation.ts';
import {
  findObject,
  isOwnedBy,
  objectNameOf,
  ownerResources,
  ownersText,
} from '../judging/cluster-lookup.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import { compileObserved } from '../patterns/observed-pattern.ts';
import { expectedSide, isRecord } from '../patterns/pattern.ts';
import type { Differences } from '../patterns/pattern.ts';
import type { ResourceReference } from '../resources/resource-reference.ts';
import type { FailedLeaf, Verdict } from '../verdict.ts';
import type { ObjectExpectation } from './object.ts';

/** An owner looked for: its reference with captures filled in. */
export const fillReference = (reference: ResourceReference, { captures }: CompileScope): ResourceReference =>
  reference.name === undefined || captures === undefined
    ? reference
    : { ...reference, name: fillText(reference.name, captures, reference.position) };

export const ownerText = ({ resource, name }: ResourceReference): string =>
  name === undefined ? `a ${resource}` : `${resource}/${name}`;

/** True when the object has this owner; false also when the cluster does not know the owner's resource. */
export const hasOwner = (view: ClusterView, object: KubeObject, owner: ResourceReference): boolean => {
  const resource = view.resolve(owner.resource);
  return resource !== undefined && isOwnedBy(view, object, resource.id, owner.name);
};

const missingLeaf = (
  expectation: ObjectExpectation,
  view: ClusterView,
  resource: ViewedResource | undefined,
  namespace: string,
  name: string,
): FailedLeaf => {
  const { reference, position } = expectation;
  const leaf = { path: `${reference.resource}/${name}`, expected: 'exists', actual: 'absent', position };
  if (resource === undefined)
    return { ...leaf, hint: `the cluster serves no resource ${reference.resource}` };
  const names = view
    .list(resource.id)
    .filter(({ metadata }) => !resource.namespaced || metadata.namespace === namespace)
    .map(({ metadata }) => metadata.name);
  const nearest = nearestName(name, names);
  return nearest === undefined ? leaf : { ...leaf, hint: `there is ${reference.resource}/${nearest}` };
};

export const compileObject = (expectation: ObjectExpectation, scope: CompileScope): CompiledExpectation => {
  const { state, position } = expectation;
  const reference = fillReference(expectation.reference, scope);
  const name = reference.name ?? '';
  const subject = `${reference.resource}/${name}`;
  const namespace = expectation.namespace ?? scope.namespace;
  const pattern = expectation.match === undefined ? undefined : compileObserved(expectation.match, scope);
  const owner = expectation.ownedBy === undefined ? undefined : fillReference(expectation.ownedBy, scope);

  const find = (view: ClusterView): KubeObject | undefined => {
    const resource = view.resolve(reference.resource);
    return resource === undefined ? undefined : findObject(view, resource, namespace, name);
  };

  let hasSeen = false;
  const isRight = (view: ClusterView, object: KubeObject | undefined): boolean => {
    if (state === 'absent') return object === undefined;
    if (object === undefined) return false;
    hasSeen = true;
    return (
      (pattern === undefined || pattern.matches(object)) &&
      (owner === undefined || hasOwner(view, object, owner))
    );
  };

  const explainAbsent = (view: ClusterView, resource: ViewedResource | undefined): Verdict => {
    const leaf = missingLeaf(expectation, view, resource, namespace, name);
    return failed(subject, [leaf], {
      expected: pattern?.model(undefined) ?? { [subject]: 'exists' },
      actual: pattern === undefined ? { [subject]: 'absent' } : undefined,
    });
  };

  const explainPresent = (object: KubeObject, view: ClusterView, resourceId: string): Verdict => {
    const about = objectNameOf(resourceId, object);
    const objects = [about];
    if (state === 'absent') {
      const leaf = { path: subject, expected: 'absent', actual: 'exists', position, object: about };
      return failed(
        subject,
        [leaf],
        { expected: { [subject]: 'absent' }, actual: { [subject]: 'exists' } },
        { objects },
      );
    }
    const into: Differences = { leaves: [] };
    if (pattern?.matches(object) === false) pattern.explain(object, '', into);
    const isStranger = owner !== undefined && !hasOwner(view, object, owner);
    if (isStranger) {
      into.leaves.push({
        path: 'ownedBy',
        expected: ownerText(owner),
        actual: ownersText(object),
        position: owner.position,
      });
    }
    const leaves = into.leaves.map((leaf) => ({ ...leaf, object: about }));
    const side = (value: unknown, ownedBy: string): unknown =>
      isStranger ? { ...(isRecord(value) ? value : {}), ownedBy } : value;
    const sides = {
      expected: side(
        pattern === undefined ? undefined : expectedSide(pattern, object),
        owner === undefined ? '' : ownerText(owner),
      ),
      actual: side(pattern?.cut(object), ownersText(object)),
    };
    return failed(subject, leaves, sides, { objects, nearest: into.nearest });
  };

  return {
    dependsOn:
      owner === undefined ? [reference.resource] : [reference.resource, owner.resource, ...ownerResources],
    ...(state === 'matches' ? { hasSeen: () => hasSeen } : {}),
    holds: (view) => isRight(view, find(view)),
    explain(view) {
      const resource = view.resolve(reference.resource);
      const object = find(view);
      if (isRight(view, object))
        return passed(
          subject,
          object === undefined || resource === undefined ? [] : [objectNameOf(resource.id, object)],
        );
      return object === undefined || resource === undefined
        ? explainAbsent(view, resource)
        : explainPresent(object, view, resource.id);
    },
  };
};
