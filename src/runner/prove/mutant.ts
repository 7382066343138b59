/** Mutant: a lab with one thing wrong, on which some expectation should fail. One line each in mutants.ts. */
import type { Backend } from '../../backends/index.ts';
import type { KubeApi } from '../../kube/index.ts';
import type { ClusterDefect } from '../../simulator/index.ts';

export interface Mutant {
  /** "other image", "the controller deployment-controller stands still". */
  name: string;
  defect?: ClusterDefect;
  /** Puts itself between the scenario and the lab. */
  wrap?(backend: Backend): Backend;
}

type Alter = (object: unknown) => unknown;

/** Changes the numbers at keys of this name, wherever they stand. */
const alterKeys = (value: unknown, alter: (key: string, member: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((member) => alterKeys(member, alter));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, alter(key, alterKeys(member, alter))]),
  );
};

/** The API, with every object that the scenario writes changed on its way. */
const alteringApi = (api: KubeApi, alter: Alter): KubeApi => ({
  ...bound(api),
  create: (resource, namespace, object, options) => api.create(resource, namespace, alter(object), options),
  update: (resource, namespace, object, options) =>
    api.update(resource, namespace, alter(object) as typeof object, options),
  patch: (resource, namespace, name, type, patch, options) =>
    api.patch(resource, namespace, name, type, alter(patch), options),
});

/** The API's methods as own properties, so that some can be replaced. */
const bound = (api: KubeApi): KubeApi => ({
  resources: () => api.resources(),
  get: (...given) => api.get(...given),
  list: (...given) => api.list(...given),
  table: (...given) => api.table(...given),
  create: (...given) => api.create(...given),
  createSubresource: (...given) => api.createSubresource(...given),
  update: (...given) => api.update(...given),
  patch: (...given) => api.patch(...given),
  delete: (...given) => api.delete(...given),
  deleteCollection: (...given) => api.deleteCollection(...given),
  watch: (...given) => api.watch(...given),
  log: (...given) => api.log(...given),
});

const withApi = (backend: Backend, api: KubeApi): Backend => ({
  name: backend.name,
  version: backend.version,
  api,
  clock: backend.clock,
  can: backend.can,
  missing: (capability) => backend.missing(capability),
  ...(backend.lastChange === undefined ? {} : { lastChange: (...given) => backend.lastChange!(...given) }),
  close: () => backend.close(),
});

/** A mutant that changes what the scenario writes, key by key. */
export const altered = (name: string, alter: (key: string, member: unknown) => unknown): Mutant => ({
  name,
  wrap: (backend) =>
    withApi(
      backend,
      alteringApi(backend.api, (object) => alterKeys(object, alter)),
    ),
});

/** A mutant whose capabilities answer otherwise. */
export const answering = (name: string, change: (can: Backend['can']) => Backend['can']): Mutant => ({
  name,
  wrap: (backend) => ({ ...withApi(backend, backend.api), can: { ...backend.can, ...change(backend.can) } }),
});

/** A mutant in which a verb of the API does nothing, or something else. */
export const misbehaving = (name: string, change: (api: KubeApi) => Partial<KubeApi>): Mutant => ({
  name,
  wrap: (backend) => withApi(backend, { ...bound(backend.api), ...change(backend.api) }),
});
