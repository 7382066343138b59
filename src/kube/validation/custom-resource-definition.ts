/** CustomResourceDefinition. @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go */
import { deepEqual } from '../json-value.ts';
import { dns1035LabelErrors, dns1123SubdomainErrors } from '../names.ts';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceVersion,
} from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';
import { apiApprovalOf, approvalAnnotation, isProtectedGroup } from './api-approval.ts';
import { checkColumns, checkNames, checkSubresources } from './custom-resource-names.ts';
import { checkSchema } from './custom-resource-schema.ts';
import { forbidden, invalid, notSupported, required, type FieldError } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { stringList } from './go-syntax.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';
import { versionListText } from './custom-resource-versions.ts';

const specPath = FieldPath.of('spec');

/** Specs that came as v1beta1, of which less is asked. */
const olderSpecs = new WeakSet();

/** Remembers that a spec was sent as v1beta1. */
export const markOlderSpec = (spec: object): void => {
  olderSpecs.add(spec);
};

interface Rules {
  version: KubernetesVersion;
  isOlder: boolean;
  isEveryVersionWithSchema: boolean;
}

const hasStatus = ({ subresources }: CustomResourceVersion): boolean => subresources?.status !== undefined;

const checkDeprecation = (
  errors: FieldError[],
  path: FieldPath,
  { deprecated = false, deprecationWarning }: CustomResourceVersion,
): void => {
  if (deprecationWarning === undefined) return;
  const refuse = (why: string): void => {
    errors.push(invalid(path.child('deprecationWarning'), deprecationWarning, why));
  };
  if (!deprecated) {
    refuse('can only be set for deprecated versions');
    return;
  }
  if (deprecationWarning.length > 256) refuse('must be <= 256 characters long');
  if (deprecationWarning === '') refuse('must not be an empty string');
  const control = /[\p{Cc}\p{Cf}]/u.exec(deprecationWarning);
  if (control !== null)
    refuse(
      `must only contain printable UTF-8 characters; non-printable character found at index ${control.index}`,
    );
};

/** Versions that all say the same are judged as one, at the top. */
const isCommon = (
  versions: readonly CustomResourceVersion[],
  field: 'schema' | 'subresources' | 'additionalPrinterColumns',
): boolean => versions.every((version) => deepEqual(version[field], versions[0]?.[field]));

const checkVersions = (errors: FieldError[], spec: CustomResourceDefinitionSpec, rules: Rules): void => {
  const versions = spec.versions ?? [];
  const common = {
    schema: isCommon(versions, 'schema'),
    subresources: isCommon(versions, 'subresources'),
    columns: isCommon(versions, 'additionalPrinterColumns'),
  };
  const schemaRules = {
    version: rules.version,
    isOlder: rules.isOlder,
    isStructural: !rules.isOlder || spec.preserveUnknownFields !== true,
  };
  versions.forEach((version, index) => {
    const path = specPath.child('versions').index(index);
    const texts = dns1035LabelErrors(version.name);
    if (texts.length > 0) errors.push(invalid(path.child('name'), version.name, texts.join(',')));
    checkDeprecation(errors, path, version);
    const schema = version.schema?.openAPIV3Schema;
    if (!common.schema && schema !== undefined)
      errors.push(
        ...checkSchema(schema, path.child('schema', 'openAPIV3Schema').toString(), {
          ...schemaRules,
          hasStatus: hasStatus(version),
        }),
      );
    if (!common.subresources) checkSubresources(errors, path.child('subresources'), version.subresources);
    if (!common.columns)
      checkColumns(errors, path.child('additionalPrinterColumns'), version.additionalPrinterColumns);
  });
};

/** What all versions have in common stands at the top. */
const checkCommon = (errors: FieldError[], spec: CustomResourceDefinitionSpec, rules: Rules): void => {
  const versions = spec.versions ?? [];
  const [first] = versions;
  if (first === undefined) return;
  const schema = first.schema?.openAPIV3Schema;
  if (isCommon(versions, 'schema') && schema !== undefined)
    errors.push(
      ...checkSchema(schema, 'spec.validation.openAPIV3Schema', {
        version: rules.version,
        isOlder: rules.isOlder,
        hasStatus: versions.some(hasStatus),
        isStructural: !rules.isOlder || spec.preserveUnknownFields !== true,
      }),
    );
  if (isCommon(versions, 'subresources'))
    checkSubresources(errors, specPath.child('subresources'), first.subresources);
  if (isCommon(versions, 'additionalPrinterColumns'))
    checkColumns(errors, specPath.child('additionalPrinterColumns'), first.additionalPrinterColumns);
};

const checkVersionList = (errors: FieldError[], spec: CustomResourceDefinitionSpec, rules: Rules): void => {
  const versions = spec.versions ?? [];
  const path = specPath.child('versions');
  const text = (): ReturnType<typeof versionListText> => versionListText(spec, rules.version);
  const names = versions.map(({ name }) => name);
  if (new Set(names).size !== names.length)
    errors.push(invalid(path, text(), 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage).length !== 1)
    errors.push(invalid(path, text(), 'must have exactly one version marked as storage version'));
  const [first = ''] = names;
  const texts = first === '' ? [] : dns1035LabelErrors(first);
  if (texts.length > 0) errors.push(invalid(specPath.child('version'), first, texts.join(',')));
};

const checkConversion = (errors: FieldError[], { conversion }: CustomResourceDefinitionSpec): void => {
  if (conversion === undefined) return;
  const path = specPath.child('conversion');
  const { strategy, webhook } = conversion;
  if (strategy === '') errors.push(required(path.child('strategy')));
  else if (strategy !== 'None' && strategy !== 'Webhook')
    errors.push(notSupported(path.child('strategy'), strategy, ['None', 'Webhook']));
  const clientPath = path.child('webhookClientConfig');
  const reviewPath = path.child('conversionReviewVersions');
  const reviews = webhook?.conversionReviewVersions ?? [];
  if (strategy !== 'Webhook') {
    const rule = 'should not be set when strategy is not set to Webhook';
    if (webhook?.clientConfig !== undefined) errors.push(forbidden(clientPath, rule));
    if (reviews.length > 0) errors.push(forbidden(reviewPath, rule));
    return;
  }
  const client = webhook?.clientConfig;
  if (client === undefined) errors.push(required(clientPath, 'required when strategy is set to Webhook'));
  else if ((client.url === undefined) === (client.service === undefined))
    errors.push(required(clientPath, 'exactly one of url or service is required'));
  if (reviews.length === 0) errors.push(required(reviewPath));
  else if (!reviews.some((review) => review === 'v1' || review === 'v1beta1'))
    errors.push(invalid(reviewPath, stringList(reviews), 'must include at least one of v1, v1beta1'));
};

const checkSpec = (errors: FieldError[], spec: CustomResourceDefinitionSpec, rules: Rules): void => {
  const { group, scope, names } = spec;
  const versions = spec.versions ?? [];
  const groupPath = specPath.child('group');
  const texts = group === '' ? [] : dns1123SubdomainErrors(group, rules.version);
  if (group === '') errors.push(required(groupPath));
  else if (texts.length > 0) errors.push(invalid(groupPath, group, texts.join(',')));
  else if (!group.includes('.'))
    errors.push(invalid(groupPath, group, 'should be a domain with at least one dot'));
  if (scope === '') errors.push(required(specPath.child('scope')));
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(notSupported(specPath.child('scope'), scope, ['Cluster', 'Namespaced']));
  versions.forEach(({ schema, served }, index) => {
    if (schema?.openAPIV3Schema !== undefined) return;
    const path = specPath.child('versions').index(index).child('schema', 'openAPIV3Schema');
    if (rules.isEveryVersionWithSchema) errors.push(required(path, 'schemas are required'));
    else if (spec.preserveUnknownFields !== true && served)
      errors.push(required(path, 'because otherwise all fields are pruned'));
  });
  checkVersions(errors, spec, rules);
  checkVersionList(errors, spec, rules);
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const)
    if ((names[field] ?? '') === '') errors.push(required(specPath.child('names', field)));
  checkNames(errors, specPath.child('names'), names);
  checkCommon(errors, spec, rules);
  checkConversion(errors, spec);
};

const checkStatus = (errors: FieldError[], { spec, status }: CustomResourceDefinition): void => {
  const path = FieldPath.of('status');
  if (status !== undefined) checkNames(errors, path.child('acceptedNames'), status.acceptedNames);
  const storedPath = path.child('storedVersions');
  const stored = status?.storedVersions ?? undefined;
  if (stored === undefined || stored.length === 0) {
    errors.push(invalid(storedPath, stringList(stored), 'must have at least one stored version'));
    return;
  }
  const names = (spec.versions ?? []).map(({ name }) => name);
  stored.forEach((name, index) => {
    if (!names.includes(name))
      errors.push(invalid(storedPath.index(index), name, 'must appear in spec.versions'));
  });
};

const checkApproval = (
  errors: FieldError[],
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
): void => {
  if (!isProtectedGroup(crd.spec.group)) return;
  const { state, reason } = apiApprovalOf(crd.metadata.annotations);
  if (old !== undefined && apiApprovalOf(old.metadata.annotations).state === state) return;
  const path = FieldPath.of('metadata').child('annotations').key(approvalAnnotation);
  if (state === 'missing') errors.push(required(path, reason));
  if (state === 'invalid') errors.push(invalid(path, crd.metadata.annotations?.[approvalAnnotation], reason));
};

const checkPreserving = (
  errors: FieldError[],
  { spec }: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  rules: Rules,
): void => {
  if (rules.isOlder || old?.spec.preserveUnknownFields === true || spec.preserveUnknownFields !== true)
    return;
  const why = 'cannot set to true, set x-preserve-unknown-fields to true in spec.versions[*].schema instead';
  errors.push(invalid(specPath.child('preserveUnknownFields'), true, why));
};

const rulesFor = (
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  version: KubernetesVersion,
): Rules => {
  const isOlder = olderSpecs.has(crd.spec) || old?.spec.preserveUnknownFields === true;
  const hadSchemas = (old?.spec.versions ?? []).every((one) => one.schema?.openAPIV3Schema !== undefined);
  return { version, isOlder, isEveryVersionWithSchema: !isOlder && hadSchemas };
};

const checkName = (errors: FieldError[], { metadata, spec }: CustomResourceDefinition): void => {
  const { name } = metadata;
  if (name !== `${spec.names.plural}.${spec.group}`)
    errors.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
};

const checkImmutable = (errors: FieldError[], path: FieldPath, value: string, old: string): void => {
  if (value !== old) errors.push(invalid(path, value, 'field is immutable'));
};

export const customResourceDefinition = defineValidator<CustomResourceDefinition>({
  kinds: ['CustomResourceDefinition.apiextensions.k8s.io'],
  create(errors, object, version) {
    const rules = rulesFor(object, undefined, version);
    checkObjectMeta(errors, object.metadata, { namespaced: false }, version);
    checkName(errors, object);
    checkSpec(errors, object.spec, rules);
    checkStatus(errors, object);
    checkApproval(errors, object, undefined);
    checkPreserving(errors, object, undefined, rules);
  },
  update(errors, object, old, version) {
    const rules = rulesFor(object, old, version);
    const { spec } = object;
    if (!deepEqual(spec, old.spec)) checkSpec(errors, spec, rules);
    const isEstablished = (old.status?.conditions ?? []).some(
      ({ type, status }) => type === 'Established' && status === 'True',
    );
    const { names, scope, group } = old.spec;
    if (isEstablished) {
      checkImmutable(errors, specPath.child('scope'), spec.scope, scope);
      checkImmutable(errors, specPath.child('names', 'kind'), spec.names.kind, names.kind);
    }
    checkImmutable(errors, specPath.child('group'), spec.group, group);
    checkImmutable(errors, specPath.child('names', 'plural'), spec.names.plural, names.plural);
    checkStatus(errors, object);
    checkApproval(errors, object, old);
    checkPreserving(errors, object, old, rules);
  },
  status(errors, object, old) {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (object.status !== undefined)
      checkNames(errors, FieldPath.of('status').child('acceptedNames'), object.status.acceptedNames);
  },
});
