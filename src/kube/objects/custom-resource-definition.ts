/** CustomResourceDefinition, as v1 has it. */
import type { JsonSchema } from '../structural-schema/index.ts';
import type { KubeObject } from './meta.ts';

export interface CustomResourceNames {
  plural: string;
  singular?: string;
  shortNames?: string[];
  kind: string;
  listKind?: string;
  categories?: string[];
}

export interface PrinterColumnDefinition {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority?: number;
  jsonPath: string;
}

export interface ScaleSubresource {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

export interface CustomResourceVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  deprecationWarning?: string;
  schema?: { openAPIV3Schema?: JsonSchema };
  subresources?: { status?: object; scale?: ScaleSubresource };
  additionalPrinterColumns?: PrinterColumnDefinition[];
  /** @since k8s 1.30 */
  selectableFields?: { jsonPath: string }[];
}

export interface CustomResourceCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

export interface CustomResourceDefinitionSpec {
  group: string;
  names: CustomResourceNames;
  scope: string;
  versions: CustomResourceVersion[] | null;
  conversion?: {
    strategy: string;
    webhook?: {
      clientConfig?: {
        url?: string;
        service?: { namespace: string; name: string; path?: string; port?: number };
        caBundle?: string;
      };
      conversionReviewVersions: string[] | null;
    };
  };
  preserveUnknownFields?: boolean;
}

export interface CustomResourceDefinition extends KubeObject {
  spec: CustomResourceDefinitionSpec;
  status?: {
    conditions: CustomResourceCondition[] | null;
    acceptedNames: CustomResourceNames;
    storedVersions: string[] | null;
  };
}
