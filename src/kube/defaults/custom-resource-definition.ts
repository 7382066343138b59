/** Defaults of CustomResourceDefinition. */
import type { UnknownObject } from '../objects/index.ts';
import { defineDefaults } from './defaulter.ts';
import { change, fill } from './fill.ts';

interface Version {
  name: string;
  served: boolean;
  storage: boolean;
}

interface Spec {
  scope?: string;
  version?: string;
  versions?: Version[] | null;
  names?: { kind?: string; singular?: string; listKind?: string };
  conversion?: {
    strategy?: string;
    conversionReviewVersions?: string[];
    webhook?: { clientConfig?: { service?: { port?: number } } };
    webhookClientConfig?: { service?: { port?: number } };
  };
  preserveUnknownFields?: boolean;
}

type Definition = UnknownObject & { spec: Spec; status?: { storedVersions?: string[] | null } };
type Names = NonNullable<Spec['names']>;

const withNames = (names: Names): Names => {
  const { kind = '' } = names;
  return kind === '' ? names : fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
};

const withPort = <T extends { service?: { port?: number } }>(client: T): T =>
  change(client, 'service', (service) => fill(service as { port?: number }, { port: 443 }) as never);

/** Some version is always stored. */
const withStoredVersion = (object: Definition): Definition => {
  const stored = object.status?.storedVersions ?? [];
  const storage = (object.spec.versions ?? []).find((version) => version.storage);
  if (stored.length > 0 || storage === undefined) return object;
  return { ...object, status: { ...object.status, storedVersions: [storage.name] } };
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go */
export const customResourceDefinition = defineDefaults<Definition>(
  ['apiextensions.k8s.io/v1/CustomResourceDefinition'],
  (object) =>
    withStoredVersion(
      change(object, 'spec', (given) => {
        const spec = fill(change(given, 'names', withNames), { conversion: { strategy: 'None' } });
        return change(spec, 'conversion', (conversion) =>
          change(conversion, 'webhook', (webhook) => change(webhook, 'clientConfig', withPort)),
        );
      }),
    ),
);

const betaSpec = (given: Spec): Spec => {
  const { version = '', versions = [] } = given;
  const filled = fill(change(given, 'names', withNames), {
    conversion: { strategy: 'None' },
    preserveUnknownFields: true,
  });
  const spec = (filled.scope ?? '') === '' ? { ...filled, scope: 'Namespaced' } : filled;
  const [first] = versions ?? [];
  const converted = change(spec, 'conversion', (conversion) => {
    const reachable = change(conversion, 'webhookClientConfig', withPort);
    return reachable.strategy === 'Webhook' && reachable.conversionReviewVersions === undefined
      ? { ...reachable, conversionReviewVersions: ['v1beta1'] }
      : reachable;
  });
  if (first === undefined)
    return version === ''
      ? converted
      : { ...converted, versions: [{ name: version, served: true, storage: true }] };
  return version === '' ? { ...converted, version: first.name } : converted;
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apis/apiextensions/v1beta1/defaults.go */
export const betaCustomResourceDefinition = defineDefaults<Definition>(
  ['apiextensions.k8s.io/v1beta1/CustomResourceDefinition'],
  (object) => withStoredVersion(change(object, 'spec', betaSpec)),
);
