/** How strategic merge patch treats each field of each kind, read from the patchStrategy and patchMergeKey tags of Go's types. */
import { fieldsOf, hasType, underlyingOf } from '../facts/index.ts';
import { goQuote } from '../go-format.ts';
import type { KubernetesVersion } from '../version.ts';
import { PatchError } from './patch-error.ts';

/** The treatment of one field. */
export interface MergeField {
  /** The items of a list are merged: maps by `mergeKey`, or primitives where there is none. */
  readonly isMerged: boolean;
  readonly mergeKey: string | undefined;
  /** A map that is replaced, not merged. */
  readonly isReplaced: boolean;
  /** Fields that a patch does not name are dropped (unions such as a volume's source). */
  readonly retainKeys: boolean;
  /** Of the field's map, or of its list's items. */
  readonly type: MergeFields;
}

/** The fields of a type, by what they hold. Both throw PatchError with upstream's text when there is no such field. */
export interface MergeFields {
  mapField(name: string): MergeField;
  listField(name: string): MergeField;
}

/** What is known of a type that no table holds: maps are merged, lists are replaced. */
const untyped: MergeFields = { mapField: () => untypedField, listField: () => untypedField };
const untypedField: MergeField = {
  isMerged: false,
  mergeKey: undefined,
  isReplaced: false,
  retainKeys: false,
  type: untyped,
};

const refused = (message: string): PatchError => new PatchError(message, 500);

interface FieldFacts {
  goType: string;
  strategies: readonly string[];
  mergeKey: string;
}

/** A field's facts by its name in JSON, embedded structs included. */
const structFields = (
  goType: string,
  minor: number,
  into = new Map<string, FieldFacts>(),
): Map<string, FieldFacts> => {
  for (const { jsonName, goType: type, patchStrategy, patchMergeKey } of fieldsOf(goType, minor) ?? []) {
    if (jsonName === '') structFields(type, minor, into);
    else into.set(jsonName, { goType: type, strategies: patchStrategy.split(','), mergeKey: patchMergeKey });
  }
  return into;
};

/** A Go type without its pointer and its name, where that stands for something other than a struct. */
const resolve = (goType: string, minor: number): string => {
  let type = goType;
  for (;;) {
    type = type.replace(/^\*/, '');
    if (/^(?:map\[|\[\])/.test(type) || fieldsOf(type, minor) !== undefined) return type;
    const under = underlyingOf(type);
    if (under === type) return type;
    type = under;
  }
};

const mapPattern = /^map\[[^\]]*\](.*)$/;

const goKindOf = (type: string, minor: number): string =>
  type.startsWith('[]') ? 'slice' : mapPattern.test(type) ? 'map' : fieldsOf(type, minor) ? 'struct' : type;

/** @source k8s 1.20 apimachinery/third_party/forked/golang/json/fields.go LookupPatchMetadataForStruct */
const lookUp = (type: string, minor: number): ((name: string) => FieldFacts) => {
  const ofMap = mapPattern.exec(type)?.[1];
  if (ofMap !== undefined) return () => ({ goType: ofMap, strategies: [], mergeKey: '' });
  if (fieldsOf(type, minor) === undefined)
    return () => {
      throw refused(
        `merging an object in json but data type is not struct, instead is: ${goKindOf(type, minor)}`,
      );
    };
  const fields = structFields(type, minor);
  return (name) => {
    const found =
      fields.get(name) ?? [...fields].find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    if (found !== undefined) return found;
    const struct = type.slice(type.lastIndexOf('.') + 1);
    throw refused(`unable to find api field in struct ${struct} for the json field ${goQuote(name)}`);
  };
};

const treatmentOf = ({ strategies, mergeKey }: FieldFacts, type: MergeFields): MergeField => ({
  isMerged: strategies.includes('merge'),
  mergeKey: mergeKey === '' ? undefined : mergeKey,
  isReplaced: strategies.includes('replace'),
  retainKeys: strategies.includes('retainKeys'),
  type,
});

const types = new Map<string, MergeFields>();

const typeOf = (goType: string, minor: number): MergeFields => {
  const key = `${minor}/${goType}`;
  let type = types.get(key);
  if (type === undefined) types.set(key, (type = buildType(resolve(goType, minor), minor)));
  return type;
};

const buildType = (type: string, minor: number): MergeFields => {
  const factsOf = lookUp(type, minor);
  const known = new Map<string, MergeField>();
  const remember = (name: string, build: () => MergeField): MergeField => {
    let field = known.get(name);
    if (field === undefined) {
      field = build();
      // The keys of Go maps are the user's: there is no end to them.
      if (!type.startsWith('map[')) known.set(name, field);
    }
    return field;
  };
  return {
    mapField: (name) =>
      remember(name, () => {
        const facts = factsOf(name);
        return treatmentOf(facts, typeOf(facts.goType, minor));
      }),
    /** @source k8s 1.20 apimachinery/pkg/util/strategicpatch/meta.go LookupPatchMetadataForSlice */
    listField: (name) =>
      remember(`${name}[]`, () => {
        const facts = factsOf(name);
        const list = resolve(facts.goType, minor);
        if (!list.startsWith('[]'))
          throw refused(`expected slice or array type, but got: ${goKindOf(type, minor)}`);
        return treatmentOf(facts, typeOf(list.slice(2), minor));
      }),
  };
};

/** "rbac.authorization.k8s.io/v1" Role → "rbac/v1.Role"; undefined for what is not built in. */
const goTypeOf = (apiVersion: string, kind: string, minor: number): string | undefined => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  if (group === undefined || (group.includes('.') && !group.endsWith('.k8s.io'))) return undefined;
  const goType = `${group.split('.')[0]!}/${version}.${kind}`;
  return hasType(goType, minor) ? goType : undefined;
};

/**
 * The treatment of a built-in kind's fields; 1.20's when no version is given. Of other kinds nothing is known (and the
 * API answers 415 to strategic merge patches of custom resources).
 */
export const mergeFieldsOf = (apiVersion: string, kind: string, version?: KubernetesVersion): MergeFields => {
  const minor = version?.minor ?? 20;
  const goType = goTypeOf(apiVersion, kind, minor);
  return goType === undefined ? untyped : typeOf(goType, minor);
};
