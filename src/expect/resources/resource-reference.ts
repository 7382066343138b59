/** A resource, or one object of it, as an author names it: `pods`, `deployment/echo-hname`. */
import type { Position } from '../../core/index.ts';
import type { Field, FieldDocs, Problems } from '../../document/index.ts';
import { addWrongType } from '../../document/index.ts';
import { findKnownResource, isGroupQualified, knownResourceNames } from './known-resources.ts';

export interface ResourceReference {
  /** As written: "pod", "deployments.apps". */
  resource: string;
  /** As written; may hold captures: "$(victim)". */
  name?: string;
  position: Position;
}

/** True when `name` names a known, a defined or a group-qualified resource. */
export const isResourceName = (name: string, { defined }: Pick<Problems, 'defined'>): boolean =>
  findKnownResource(name) !== undefined || isGroupQualified(name) || defined.has(name.toLowerCase());

/** Every name that isResourceName knows without a group: for suggestions. */
export const resourceNames = ({ defined }: Pick<Problems, 'defined'>): string[] => [
  ...defined,
  ...knownResourceNames(),
];

/** Splits "deployment/x" and checks the resource's name; what is wrong goes into `problems`. */
export const readReference = (
  text: string,
  position: Position,
  problems: Problems,
): ResourceReference | undefined => {
  const slash = text.indexOf('/');
  const resource = slash === -1 ? text : text.slice(0, slash);
  const name = slash === -1 ? undefined : text.slice(slash + 1);
  if (!isResourceName(resource, problems)) {
    problems.addUnknown('unknown-resource', 'resource', resource, resourceNames(problems), position);
    return undefined;
  }
  if (name === '' || name?.includes('/') === true) {
    problems.add(
      'bad-reference',
      `"${text}" is not RESOURCE/NAME`,
      position,
      'write it like deployment/echo-hname',
    );
    return undefined;
  }
  return { resource, position, ...(name === undefined ? {} : { name }) };
};

const schemaPattern = '^[A-Za-z][A-Za-z0-9.-]*(/[^/]+)?$';

/** A field that names one object (`named: true`), a resource (`named: false`), or either. */
export const referenceField = (docs: FieldDocs & { named?: boolean }): Field<ResourceReference> => {
  const words = { true: 'an object such as pod/nginx-pod', false: 'a resource such as pods' } as const;
  const takes =
    docs.named === undefined ? 'a resource or an object such as pod/nginx-pod' : words[`${docs.named}`];
  const pattern = docs.named === undefined ? schemaPattern : docs.named ? '^[^/]+/[^/]+$' : '^[^/]+$';
  return {
    summary: docs.summary,
    ...(docs.examples === undefined ? {} : { examples: docs.examples }),
    takes,
    schema: () => ({ type: 'string', pattern }),
    read(node, problems) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string')
        return addWrongType(problems, takes, node);
      const reference = readReference(node.value, node.position, problems);
      if (reference === undefined || docs.named === undefined) return reference;
      if (docs.named === (reference.name !== undefined)) return reference;
      return addWrongType(problems, takes, node);
    },
  };
};
