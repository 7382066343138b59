/** The Go types of apiextensions.k8s.io, whose module is not among those that tools/kube-facts reads. Written by hand. */
import type { FieldRow, TypeRow } from './type-table.ts';

/** A field that Go leaves out when it is empty, as nearly all are. */
const optional = (
  goName: string,
  jsonName: string,
  goType: string,
  facts: { since?: number } = {},
): FieldRow => [goName, jsonName, goType, { omit: 1, ...facts }];

/** JSON that Go reads as it comes. */
const anything = '*runtime.RawExtension';

const shared = (version: string): Record<string, TypeRow> => ({
  [`apiextensions/${version}.CustomResourceDefinition`]: {
    fields: [
      ['TypeMeta', '', 'meta/v1.TypeMeta'],
      optional('ObjectMeta', 'metadata', 'meta/v1.ObjectMeta'),
      ['Spec', 'spec', `apiextensions/${version}.CustomResourceDefinitionSpec`],
      optional('Status', 'status', `apiextensions/${version}.CustomResourceDefinitionStatus`),
    ],
  },
  [`apiextensions/${version}.WebhookClientConfig`]: {
    fields: [
      optional('URL', 'url', '*string'),
      optional('Service', 'service', `*apiextensions/${version}.ServiceReference`),
      optional('CABundle', 'caBundle', '[]byte'),
    ],
  },
  [`apiextensions/${version}.ServiceReference`]: {
    fields: [
      ['Namespace', 'namespace', 'string'],
      ['Name', 'name', 'string'],
      optional('Path', 'path', '*string'),
      optional('Port', 'port', '*int32'),
    ],
  },
  [`apiextensions/${version}.CustomResourceDefinitionVersion`]: {
    fields: [
      ['Name', 'name', 'string'],
      ['Served', 'served', 'bool'],
      ['Storage', 'storage', 'bool'],
      optional('Deprecated', 'deprecated', 'bool', { since: 19 }),
      optional('DeprecationWarning', 'deprecationWarning', '*string', { since: 19 }),
      optional('Schema', 'schema', `*apiextensions/${version}.CustomResourceValidation`),
      optional('Subresources', 'subresources', `*apiextensions/${version}.CustomResourceSubresources`),
      optional(
        'AdditionalPrinterColumns',
        'additionalPrinterColumns',
        `[]apiextensions/${version}.CustomResourceColumnDefinition`,
      ),
      optional('SelectableFields', 'selectableFields', `[]apiextensions/${version}.SelectableField`, {
        since: 30,
      }),
    ],
  },
  [`apiextensions/${version}.SelectableField`]: {
    fields: [['JSONPath', 'jsonPath', 'string']],
  },
  [`apiextensions/${version}.CustomResourceDefinitionNames`]: {
    fields: [
      ['Plural', 'plural', 'string'],
      optional('Singular', 'singular', 'string'),
      optional('ShortNames', 'shortNames', '[]string'),
      ['Kind', 'kind', 'string'],
      optional('ListKind', 'listKind', 'string'),
      optional('Categories', 'categories', '[]string'),
    ],
  },
  [`apiextensions/${version}.CustomResourceDefinitionCondition`]: {
    fields: [
      ['Type', 'type', 'string'],
      ['Status', 'status', 'string'],
      optional('LastTransitionTime', 'lastTransitionTime', 'meta/v1.Time'),
      optional('Reason', 'reason', 'string'),
      optional('Message', 'message', 'string'),
      optional('ObservedGeneration', 'observedGeneration', 'int64', { since: 35 }),
    ],
  },
  [`apiextensions/${version}.CustomResourceDefinitionStatus`]: {
    fields: [
      ['Conditions', 'conditions', `[]apiextensions/${version}.CustomResourceDefinitionCondition`],
      ['AcceptedNames', 'acceptedNames', `apiextensions/${version}.CustomResourceDefinitionNames`],
      ['StoredVersions', 'storedVersions', '[]string'],
      optional('ObservedGeneration', 'observedGeneration', 'int64', { since: 35 }),
    ],
  },
  [`apiextensions/${version}.CustomResourceValidation`]: {
    fields: [optional('OpenAPIV3Schema', 'openAPIV3Schema', `*apiextensions/${version}.JSONSchemaProps`)],
  },
  [`apiextensions/${version}.CustomResourceSubresources`]: {
    fields: [
      optional('Status', 'status', anything),
      optional('Scale', 'scale', `*apiextensions/${version}.CustomResourceSubresourceScale`),
    ],
  },
  [`apiextensions/${version}.CustomResourceSubresourceScale`]: {
    fields: [
      ['SpecReplicasPath', 'specReplicasPath', 'string'],
      ['StatusReplicasPath', 'statusReplicasPath', 'string'],
      optional('LabelSelectorPath', 'labelSelectorPath', '*string'),
    ],
  },
  [`apiextensions/${version}.JSONSchemaProps`]: {
    fields: [
      optional('ID', 'id', 'string'),
      optional('Schema', '$schema', 'string'),
      optional('Ref', '$ref', '*string'),
      optional('Description', 'description', 'string'),
      optional('Type', 'type', 'string'),
      optional('Format', 'format', 'string'),
      optional('Title', 'title', 'string'),
      optional('Default', 'default', anything),
      optional('Maximum', 'maximum', '*float64'),
      optional('ExclusiveMaximum', 'exclusiveMaximum', 'bool'),
      optional('Minimum', 'minimum', '*float64'),
      optional('ExclusiveMinimum', 'exclusiveMinimum', 'bool'),
      optional('MaxLength', 'maxLength', '*int64'),
      optional('MinLength', 'minLength', '*int64'),
      optional('Pattern', 'pattern', 'string'),
      optional('MaxItems', 'maxItems', '*int64'),
      optional('MinItems', 'minItems', '*int64'),
      optional('UniqueItems', 'uniqueItems', 'bool'),
      optional('MultipleOf', 'multipleOf', '*float64'),
      optional('Enum', 'enum', anything),
      optional('MaxProperties', 'maxProperties', '*int64'),
      optional('MinProperties', 'minProperties', '*int64'),
      optional('Required', 'required', '[]string'),
      optional('Items', 'items', anything),
      optional('AllOf', 'allOf', `[]apiextensions/${version}.JSONSchemaProps`),
      optional('OneOf', 'oneOf', `[]apiextensions/${version}.JSONSchemaProps`),
      optional('AnyOf', 'anyOf', `[]apiextensions/${version}.JSONSchemaProps`),
      optional('Not', 'not', `*apiextensions/${version}.JSONSchemaProps`),
      optional('Properties', 'properties', `map[string]apiextensions/${version}.JSONSchemaProps`),
      optional('AdditionalProperties', 'additionalProperties', anything),
      optional(
        'PatternProperties',
        'patternProperties',
        `map[string]apiextensions/${version}.JSONSchemaProps`,
      ),
      optional('Dependencies', 'dependencies', anything),
      optional('AdditionalItems', 'additionalItems', anything),
      optional('Definitions', 'definitions', `map[string]apiextensions/${version}.JSONSchemaProps`),
      optional('ExternalDocs', 'externalDocs', anything),
      optional('Example', 'example', anything),
      optional('Nullable', 'nullable', 'bool'),
      optional('XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', '*bool'),
      optional('XEmbeddedResource', 'x-kubernetes-embedded-resource', 'bool'),
      optional('XIntOrString', 'x-kubernetes-int-or-string', 'bool'),
      optional('XListMapKeys', 'x-kubernetes-list-map-keys', '[]string'),
      optional('XListType', 'x-kubernetes-list-type', '*string'),
      optional('XMapType', 'x-kubernetes-map-type', '*string'),
      optional('XValidations', 'x-kubernetes-validations', `[]apiextensions/${version}.ValidationRule`, {
        since: 23,
      }),
    ],
  },
  [`apiextensions/${version}.ValidationRule`]: {
    fields: [
      ['Rule', 'rule', 'string'],
      optional('Message', 'message', 'string'),
      optional('MessageExpression', 'messageExpression', 'string', { since: 27 }),
      optional('Reason', 'reason', '*string', { since: 28 }),
      optional('FieldPath', 'fieldPath', 'string', { since: 28 }),
      optional('OptionalOldSelf', 'optionalOldSelf', '*bool', { since: 29 }),
    ],
  },
});

const newer = (version: string): Record<string, TypeRow> => ({
  [`apiextensions/${version}.CustomResourceDefinitionSpec`]: {
    fields: [
      ['Group', 'group', 'string'],
      ['Names', 'names', `apiextensions/${version}.CustomResourceDefinitionNames`],
      ['Scope', 'scope', 'string'],
      ['Versions', 'versions', `[]apiextensions/${version}.CustomResourceDefinitionVersion`],
      optional('Conversion', 'conversion', `*apiextensions/${version}.CustomResourceConversion`),
      optional('PreserveUnknownFields', 'preserveUnknownFields', 'bool'),
    ],
  },
  [`apiextensions/${version}.CustomResourceConversion`]: {
    fields: [
      ['Strategy', 'strategy', 'string'],
      optional('Webhook', 'webhook', `*apiextensions/${version}.WebhookConversion`),
    ],
  },
  [`apiextensions/${version}.WebhookConversion`]: {
    fields: [
      optional('ClientConfig', 'clientConfig', `*apiextensions/${version}.WebhookClientConfig`),
      ['ConversionReviewVersions', 'conversionReviewVersions', '[]string'],
    ],
  },
  [`apiextensions/${version}.CustomResourceColumnDefinition`]: {
    fields: [
      ['Name', 'name', 'string'],
      ['Type', 'type', 'string'],
      optional('Format', 'format', 'string'),
      optional('Description', 'description', 'string'),
      optional('Priority', 'priority', 'int32'),
      ['JSONPath', 'jsonPath', 'string'],
    ],
  },
});

const older = (version: string): Record<string, TypeRow> => ({
  [`apiextensions/${version}.CustomResourceDefinitionSpec`]: {
    fields: [
      ['Group', 'group', 'string'],
      optional('Version', 'version', 'string'),
      ['Names', 'names', `apiextensions/${version}.CustomResourceDefinitionNames`],
      ['Scope', 'scope', 'string'],
      optional('Validation', 'validation', `*apiextensions/${version}.CustomResourceValidation`),
      optional('Subresources', 'subresources', `*apiextensions/${version}.CustomResourceSubresources`),
      optional('Versions', 'versions', `[]apiextensions/${version}.CustomResourceDefinitionVersion`),
      optional(
        'AdditionalPrinterColumns',
        'additionalPrinterColumns',
        `[]apiextensions/${version}.CustomResourceColumnDefinition`,
      ),
      optional('Conversion', 'conversion', `*apiextensions/${version}.CustomResourceConversion`),
      optional('PreserveUnknownFields', 'preserveUnknownFields', '*bool'),
    ],
  },
  [`apiextensions/${version}.CustomResourceConversion`]: {
    fields: [
      ['Strategy', 'strategy', 'string'],
      optional('WebhookClientConfig', 'webhookClientConfig', `*apiextensions/${version}.WebhookClientConfig`),
      optional('ConversionReviewVersions', 'conversionReviewVersions', '[]string'),
    ],
  },
  [`apiextensions/${version}.CustomResourceColumnDefinition`]: {
    fields: [
      ['Name', 'name', 'string'],
      ['Type', 'type', 'string'],
      optional('Format', 'format', 'string'),
      optional('Description', 'description', 'string'),
      optional('Priority', 'priority', 'int32'),
      ['JSONPath', 'JSONPath', 'string'],
    ],
  },
});

/**
 * By name, as the table of types has them.
 * @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1/types.go, types_jsonschema.go; newer fields from 1.34
 * @deviates schemas in items, additionalProperties and additionalItems are kept as they are sent, unknown fields too
 */
export const customResourceTypes = (): Record<string, TypeRow> => ({
  ...shared('v1'),
  ...newer('v1'),
  ...shared('v1beta1'),
  ...older('v1beta1'),
});
