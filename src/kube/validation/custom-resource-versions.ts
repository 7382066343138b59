/** The versions of a custom resource as messages print them. */
import { goQuote } from '../go-format.ts';
import { deepEqual } from '../json-value.ts';
import type { CustomResourceDefinitionSpec, CustomResourceVersion } from '../objects/index.ts';
import { isAtLeast, type KubernetesVersion } from '../version.ts';
import { GoSyntax } from './field-error.ts';
import { pointerText } from './go-syntax.ts';

const type = 'apiextensions.CustomResourceDefinitionVersion';

/** Go's %#v; since 1.32 JSON. What all versions have in common stands elsewhere. */
export const versionListText = (
  { versions }: CustomResourceDefinitionSpec,
  version: KubernetesVersion,
): GoSyntax => {
  if (versions === null || versions === undefined) return new GoSyntax(`[]${type}(nil)`);
  const own = (one: CustomResourceVersion, field: 'schema' | 'subresources' | 'additionalPrinterColumns') =>
    versions.every((other) => deepEqual(other[field], versions[0]?.[field])) ? undefined : one[field];
  if (isAtLeast(version, 32)) {
    const plain = versions.map((one) => ({
      Name: one.name,
      Served: one.served,
      Storage: one.storage,
      Deprecated: one.deprecated ?? false,
      DeprecationWarning: one.deprecationWarning ?? null,
      Schema: own(one, 'schema') ?? null,
      Subresources: own(one, 'subresources') ?? null,
      AdditionalPrinterColumns: own(one, 'additionalPrinterColumns') ?? null,
      SelectableFields: one.selectableFields ?? null,
    }));
    return new GoSyntax(JSON.stringify(plain));
  }
  const columns = 'apiextensions.CustomResourceColumnDefinition';
  const texts = versions.map((one) => {
    const fields = [
      `Name:${goQuote(one.name)}`,
      `Served:${one.served}`,
      `Storage:${one.storage}`,
      ...(isAtLeast(version, 19)
        ? [
            `Deprecated:${one.deprecated ?? false}`,
            `DeprecationWarning:${pointerText('string', one.deprecationWarning)}`,
          ]
        : []),
      `Schema:${pointerText('apiextensions.CustomResourceValidation', own(one, 'schema'))}`,
      `Subresources:${pointerText('apiextensions.CustomResourceSubresources', own(one, 'subresources'))}`,
      `AdditionalPrinterColumns:[]${columns}${own(one, 'additionalPrinterColumns') === undefined ? '(nil)' : '{}'}`,
      ...(isAtLeast(version, 30) ? ['SelectableFields:[]apiextensions.SelectableField(nil)'] : []),
    ];
    return `${type}{${fields.join(', ')}}`;
  });
  return new GoSyntax(`[]${type}{${texts.join(', ')}}`);
};
