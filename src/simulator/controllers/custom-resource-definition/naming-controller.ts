/** Gives definitions the names they ask for, unless another of their group has them. @source k8s 1.20 apiextensions-apiserver/pkg/controller/status/naming_controller.go */
import {
  deepEqual,
  goQuote,
  type CustomResourceDefinition,
  type CustomResourceNames,
} from '../../../kube/index.ts';
import { defineController, type View } from '../../controller.ts';
import {
  allDefinitions,
  conditionOf,
  definitionOf,
  definitions,
  isSameCondition,
  withCondition,
  writeStatus,
} from './definition-conditions.ts';

interface Calculated {
  names: CustomResourceNames;
  accepted: { type: string; status: string; reason: string; message: string };
}

const noNames: CustomResourceNames = { plural: '', kind: '' };

const namesOf = (crd: CustomResourceDefinition): CustomResourceNames => crd.status?.acceptedNames ?? noNames;

const usedNames = (view: View, group: string): { resources: Set<string>; kinds: Set<string> } => {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const crd of allDefinitions(view)) {
    if (crd.spec.group !== group) continue;
    const { plural, singular = '', shortNames = [], kind, listKind = '' } = namesOf(crd);
    for (const name of [plural, singular, ...shortNames]) resources.add(name);
    for (const name of [kind, listKind]) kinds.add(name);
  }
  return { resources, kinds };
};

/** Each name on its own: what can be accepted is, the last conflict is told. */
const calculate = (crd: CustomResourceDefinition, view: View): Calculated => {
  const { resources, kinds } = usedNames(view, crd.spec.group);
  const requested = crd.spec.names;
  const old = namesOf(crd);
  const names: CustomResourceNames = { ...old };
  let conflict: { reason: string; message: string } | undefined;
  const isTaken = (name: string, own: string, used: Set<string>): boolean => name !== own && used.has(name);
  const inUse = (name: string): string => `${goQuote(name)} is already in use`;
  const check = (field: 'plural' | 'singular' | 'kind' | 'listKind', reason: string): void => {
    const name = requested[field] ?? '';
    const used = field === 'plural' || field === 'singular' ? resources : kinds;
    if (isTaken(name, old[field] ?? '', used)) conflict = { reason, message: inUse(name) };
    else names[field] = name;
  };
  check('plural', 'PluralConflict');
  check('singular', 'SingularConflict');
  if (!deepEqual(requested.shortNames, old.shortNames)) {
    const own = old.shortNames ?? [];
    const taken = (requested.shortNames ?? []).filter((name) => !own.includes(name) && resources.has(name));
    const texts = taken.map(inUse);
    if (taken.length > 0)
      conflict = {
        reason: 'ShortNamesConflict',
        message: texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`,
      };
    else if (requested.shortNames === undefined) delete names.shortNames;
    else names.shortNames = requested.shortNames;
  }
  check('kind', 'KindConflict');
  check('listKind', 'ListKindConflict');
  if (requested.categories === undefined) delete names.categories;
  else names.categories = requested.categories;
  const type = 'NamesAccepted';
  return {
    names,
    accepted:
      conflict === undefined
        ? { type, status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
        : { type, status: 'False', ...conflict },
  };
};

const establishedAfter = (crd: CustomResourceDefinition, isAccepted: boolean) => {
  const type = 'Established';
  const old = conditionOf(crd, type);
  if (old?.status !== 'True' && isAccepted)
    return { type, status: 'False', reason: 'Installing', message: 'the initial names have been accepted' };
  if (old !== undefined)
    return { type, status: old.status, reason: old.reason ?? '', message: old.message ?? '' };
  return { type, status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
};

export const namingController = defineController({
  name: 'crd-naming-condition-controller',
  summary: 'Accepts the names of custom resources.',
  create: () => ({
    watches: [
      {
        resource: definitions,
        keys: ({ object, old, isDeleted }, view) => {
          const crd = object as CustomResourceDefinition;
          const isSame =
            !isDeleted &&
            old !== undefined &&
            deepEqual(namesOf(crd), namesOf(old as CustomResourceDefinition));
          // Names that were given or set free concern the whole group.
          const others = isSame
            ? []
            : allDefinitions(view)
                .filter(
                  ({ spec, metadata }) =>
                    spec.group === crd.spec.group && metadata.name !== crd.metadata.name,
                )
                .map(({ metadata }) => metadata.name);
          return [crd.metadata.name, ...others];
        },
      },
    ],
    reconcile(key, view, now) {
      const crd = definitionOf(view, key);
      if (crd === undefined || deepEqual(crd.spec.names, namesOf(crd))) return { actions: [] };
      const { names, accepted } = calculate(crd, view);
      if (deepEqual(names, namesOf(crd)) && isSameCondition(accepted, conditionOf(crd, 'NamesAccepted')))
        return { actions: [] };
      const named = withCondition(crd, accepted, now.time);
      const next = withCondition(named, establishedAfter(crd, accepted.status === 'True'), now.time);
      return {
        actions: [writeStatus({ ...next, status: { ...next.status!, acceptedNames: names } })],
      };
    },
  }),
});
