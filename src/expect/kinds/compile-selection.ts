/** Compiles and judges the expectation of a selection. */
import type { KubeObject } from '../../kube/index.ts';
import type { CompiledExpectation, CompileScope } from '../define-expectation.ts';
import { objectNameOf, ownerResources } from '../judging/cluster-lookup.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import type { Candidate, FailedLeaf } from '../verdict.ts';
import { compileQuantifiers } from './quantifiers.ts';
import { compileMembersOf } from './selection-members.ts';
import type { SelectionExpectation } from './selection.ts';

/** Objects are told of in the order of their names, so that the same cluster gives the same words. */
const inOrder = (members: readonly KubeObject[]): readonly KubeObject[] =>
  [...members].sort((a, b) => {
    const [left, right] = [
      `${a.metadata.namespace ?? ''}/${a.metadata.name}`,
      `${b.metadata.namespace ?? ''}/${b.metadata.name}`,
    ];
    return left < right ? -1 : left > right ? 1 : 0;
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The sides of several failed quantifiers, put together. */
const merged = (sides: readonly unknown[]): unknown => {
  const given = sides.filter(isRecord);
  return given.length === 0 ? undefined : Object.assign({}, ...given);
};

/** It says what members are like, so there must be some; a count, or a selector of fields, may well look for what is never there. */
const tellsOfMembers = ({ select, match, any, none, where }: SelectionExpectation): boolean =>
  select.fieldSelector === undefined && [match, any, none, where].some((part) => part !== undefined);

export const compileSelection = (
  expectation: SelectionExpectation,
  scope: CompileScope,
): CompiledExpectation => {
  const members = compileMembersOf(expectation, scope);
  const quantifiers = compileQuantifiers(expectation, scope);
  const { resource } = expectation.reference;
  const owner = expectation.ownedBy;
  let hasSeen = false;
  return {
    ...(tellsOfMembers(expectation) ? { hasSeen: () => hasSeen } : {}),
    dependsOn: owner === undefined ? [resource] : [resource, owner.resource, ...ownerResources],
    holds(view) {
      const found = members.of(view);
      hasSeen ||= found.length > 0;
      return quantifiers.every((quantifier) => quantifier.holds(found, view));
    },
    explain(view) {
      const found = inOrder(members.of(view));
      const id = view.resolve(resource)?.id ?? resource;
      const names = found.map((member) => objectNameOf(id, member));
      const wrong = quantifiers
        .filter((quantifier) => !quantifier.holds(found, view))
        .map((quantifier) => quantifier.explain(found, view));
      if (wrong.length === 0) return passed(members.subject, names);
      const leaves: FailedLeaf[] = wrong.flatMap((failure) => failure.leaves);
      if (view.resolve(resource) === undefined && leaves[0] !== undefined)
        leaves[0] = { ...leaves[0], hint: `the cluster serves no resource ${resource}` };
      const nearest: Candidate | undefined = wrong.find((failure) => failure.nearest !== undefined)?.nearest;
      const concerned = [...new Set(wrong.flatMap((failure) => failure.members ?? found))].map((member) =>
        objectNameOf(id, member),
      );
      const sides = {
        expected: merged(wrong.map(({ expected }) => expected)),
        actual: merged(wrong.map(({ actual }) => actual)),
      };
      return failed(members.subject, leaves, sides, { objects: concerned, nearest });
    },
  };
};
