/** No definition with rules that cannot be compiled is let in. @since k8s 1.25 (on by default) */
import {
  additionalOf,
  causesOf,
  deepEqual,
  GoSyntax,
  invalid,
  invalidField,
  isAtLeast,
  isRecord,
  type CustomResourceDefinition,
  type FieldError,
  type JsonSchema,
  type KubernetesVersion,
  type ValidationRule,
} from '../../../kube/index.ts';
import { compileError } from '../custom-resources/index.ts';
import { defineAdmission } from './admission-plugin.ts';

/** As Go prints one with %#v. */
const shown = (rule: ValidationRule, version: KubernetesVersion): GoSyntax => {
  const text = (value: string | undefined): string => JSON.stringify(value ?? '');
  const fields = [`Rule:${text(rule.rule)}`, `Message:${text(rule.message)}`];
  if (isAtLeast(version, 27)) fields.push(`MessageExpression:${text(rule.messageExpression)}`);
  if (isAtLeast(version, 28))
    fields.push('Reason:(*apiextensions.FieldValueErrorReason)(nil)', `FieldPath:${text(rule.fieldPath)}`);
  if (isAtLeast(version, 29)) fields.push('OptionalOldSelf:(*bool)(nil)');
  return new GoSyntax(`apiextensions.ValidationRule{${fields.join(', ')}}`);
};

const errorsOf = (schema: JsonSchema, path: string, version: KubernetesVersion): FieldError[] => {
  const errors: FieldError[] = [];
  (schema['x-kubernetes-validations'] ?? []).forEach((rule, index) => {
    const why = compileError(rule.rule);
    const place = `${path}.x-kubernetes-validations[${index}].rule`;
    if (why !== undefined)
      errors.push(invalidField(place, shown(rule, version), `compilation failed: ${why}`));
  });
  const inner: [string, unknown][] = [
    ['items', schema.items],
    ['additionalProperties', additionalOf(schema)],
    ...Object.entries(schema.properties ?? {}).map(([name, one]): [string, unknown] => [
      `properties[${name}]`,
      one,
    ]),
  ];
  for (const [name, one] of inner)
    if (isRecord(one)) errors.push(...errorsOf(one as JsonSchema, `${path}.${name}`, version));
  return errors;
};

/**
 * Not a plugin of upstream's: part of its validation, which here knows no CEL.
 * @source k8s 1.25 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema
 * @deviates rules are parsed, their types are not checked; why one is refused is told in the CEL library's words
 */
export const customResourceRules = defineAdmission({
  name: 'CustomResourceRules',
  operations: ['CREATE', 'UPDATE'],
  resources: ['customresourcedefinitions.apiextensions.k8s.io'],
  validate({ object, subresource }, { host: { version } }) {
    if (subresource !== '' || !isAtLeast(version, 25)) return undefined;
    const definition = object as CustomResourceDefinition;
    const schemas = (definition.spec.versions ?? []).map(({ schema }) => schema?.openAPIV3Schema);
    const [first] = schemas;
    const isCommon = schemas.every((schema) => deepEqual(schema, first));
    const errors = (isCommon ? [first] : schemas).flatMap((schema, index) => {
      const path = isCommon ? 'spec.validation' : `spec.versions[${index}].schema`;
      return schema === undefined ? [] : errorsOf(schema, `${path}.openAPIV3Schema`, version);
    });
    return errors.length === 0
      ? undefined
      : invalid('apiextensions.k8s.io', definition.kind, definition.metadata.name, causesOf(errors));
  },
});
