/** Tells of schemas that are not structural. @source k8s 1.20 apiextensions-apiserver/pkg/controller/nonstructuralschema/nonstructuralschema_controller.go */
import { validateStructural, type CustomResourceDefinition } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import {
  conditionOf,
  conditionsOf,
  definitionOf,
  definitions,
  isSameCondition,
  withCondition,
  withConditions,
  writeStatus,
} from './definition-conditions.ts';

const type = 'NonStructuralSchema';

const violationsOf = ({ spec }: CustomResourceDefinition): string[] => [
  ...(spec.preserveUnknownFields === true
    ? ['spec.preserveUnknownFields: Invalid value: true: must be false']
    : []),
  ...(spec.versions ?? []).flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema === undefined
      ? []
      : validateStructural(schema.openAPIV3Schema, `spec.versions[${index}].schema.openAPIV3Schema`).map(
          ({ text }) => text,
        ),
  ),
];

export const structuralController = defineController({
  name: 'crd-non-structural-schema-condition-controller',
  summary: 'Tells which custom resources have no structural schema.',
  create: () => ({
    watches: [
      {
        resource: definitions,
        keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]),
      },
    ],
    reconcile(key, view, now) {
      const crd = definitionOf(view, key);
      if (crd === undefined) return { actions: [] };
      const violations = [...new Set(violationsOf(crd))];
      const old = conditionOf(crd, type);
      if (violations.length === 0) {
        if (old === undefined) return { actions: [] };
        const others = conditionsOf(crd).filter((condition) => condition.type !== type);
        return { actions: [writeStatus(withConditions(crd, others))] };
      }
      const message = violations.length === 1 ? violations[0]! : `[${violations.join(', ')}]`;
      const condition = { type, status: 'True', reason: 'Violations', message };
      if (isSameCondition(condition, old)) return { actions: [] };
      return { actions: [writeStatus(withCondition(crd, condition, now.time))] };
    },
  }),
});
