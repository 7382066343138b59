/** CustomResourceDefinition between v1, as it is stored, and v1beta1. */
import {
  deepEqual,
  markOlderSpec,
  type CustomResourceDefinition,
  type CustomResourceVersion,
  type KubeObject,
  type PrinterColumnDefinition,
} from '../../../kube/index.ts';

type BetaColumn = Omit<PrinterColumnDefinition, 'jsonPath'> & { JSONPath: string };

interface BetaSpec {
  version?: string;
  versions?: (Omit<CustomResourceVersion, 'additionalPrinterColumns'> & {
    additionalPrinterColumns?: BetaColumn[];
  })[];
  validation?: CustomResourceVersion['schema'];
  subresources?: CustomResourceVersion['subresources'];
  additionalPrinterColumns?: BetaColumn[];
  preserveUnknownFields?: boolean;
  conversion?: {
    strategy: string;
    webhookClientConfig?: object;
    conversionReviewVersions?: string[];
  };
}

const newColumn = ({ JSONPath, ...rest }: BetaColumn): PrinterColumnDefinition => ({
  ...rest,
  jsonPath: JSONPath,
});
const oldColumn = ({ jsonPath, ...rest }: PrinterColumnDefinition): BetaColumn => ({
  ...rest,
  JSONPath: jsonPath,
});

/** `object` without its fields that are undefined. */
const present = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go Convert_apiextensions_CustomResourceDefinitionSpec_To_v1_CustomResourceDefinitionSpec */
export const fromBeta = (served: KubeObject): KubeObject => {
  const { spec, ...object } = served as KubeObject & { spec: BetaSpec };
  const { validation, subresources, additionalPrinterColumns, conversion, ...given } = spec;
  const rest = { ...given };
  delete rest.version;
  const versions = (spec.versions ?? []).map((version) => {
    const columns = additionalPrinterColumns ?? version.additionalPrinterColumns;
    return present({
      ...version,
      schema: validation ?? version.schema,
      subresources: subresources ?? version.subresources,
      additionalPrinterColumns: columns?.map(newColumn),
    });
  });
  const { strategy = 'None', webhookClientConfig, conversionReviewVersions } = conversion ?? {};
  const hasWebhook = webhookClientConfig !== undefined || conversionReviewVersions !== undefined;
  const webhook = present({ clientConfig: webhookClientConfig, conversionReviewVersions });
  const preserving = rest.preserveUnknownFields === true ? { preserveUnknownFields: true } : {};
  delete rest.preserveUnknownFields;
  const next = {
    ...rest,
    ...preserving,
    versions,
    conversion: hasWebhook ? { strategy, webhook } : { strategy },
  };
  markOlderSpec(next);
  return { ...object, spec: next } as unknown as KubeObject;
};

const common = <F extends keyof CustomResourceVersion>(
  versions: readonly CustomResourceVersion[],
  field: F,
): CustomResourceVersion[F] | undefined =>
  versions.every((version) => deepEqual(version[field], versions[0]?.[field]))
    ? versions[0]?.[field]
    : undefined;

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1/conversion.go Convert_v1_CustomResourceDefinitionSpec_To_apiextensions_CustomResourceDefinitionSpec */
export const toBeta = (stored: KubeObject): KubeObject => {
  const { spec, ...object } = stored as CustomResourceDefinition;
  const versions = spec.versions ?? [];
  const schema = common(versions, 'schema');
  const subresources = common(versions, 'subresources');
  const columns = common(versions, 'additionalPrinterColumns');
  const { conversion } = spec;
  const beta: BetaSpec = present({
    ...(spec as unknown as BetaSpec),
    version: versions[0]?.name,
    versions: versions.map((version) =>
      present({
        ...version,
        schema: schema === undefined ? version.schema : undefined,
        subresources: subresources === undefined ? version.subresources : undefined,
        additionalPrinterColumns:
          columns === undefined ? version.additionalPrinterColumns?.map(oldColumn) : undefined,
      }),
    ) as BetaSpec['versions'],
    validation: schema,
    subresources,
    additionalPrinterColumns: columns?.map(oldColumn),
    preserveUnknownFields: spec.preserveUnknownFields ?? false,
    conversion: present({
      strategy: conversion?.strategy ?? 'None',
      webhookClientConfig: conversion?.webhook?.clientConfig,
      conversionReviewVersions: conversion?.webhook?.conversionReviewVersions,
    }) as BetaSpec['conversion'],
  } as never);
  return { ...object, spec: beta } as unknown as KubeObject;
};
