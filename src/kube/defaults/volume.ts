/** Defaults of a pod's volume and of its sources. */
import type { Volume } from '../objects/index.ts';
import { change, changeEach, fill, withField } from './fill.ts';

type Fields = Record<string, unknown>;
type Item = { fieldRef?: Fields };

const defaultMode = { defaultMode: 0o644 };

const itemDefaults = (item: Item): Item =>
  change(item, 'fieldRef', (reference) => fill(reference, { apiVersion: 'v1' }));
const itemsDefaults = <T extends { items?: Item[] }>(source: T): T =>
  change(source, 'items', (items) => changeEach(items, itemDefaults));

const projectionDefaults = (projection: Fields): Fields => {
  const changed = change(
    projection as { downwardAPI?: { items?: Item[] } },
    'downwardAPI',
    itemsDefaults,
  ) as Fields;
  return change(changed as { serviceAccountToken?: Fields }, 'serviceAccountToken', (token) =>
    fill(token, { expirationSeconds: 3600 }),
  ) as Fields;
};

const sourceDefaults: Record<string, (source: never) => unknown> = {
  hostPath: (source: Fields) => fill(source, { type: '' }),
  secret: (source: Fields) => fill(source, defaultMode),
  configMap: (source: Fields) => fill(source, defaultMode),
  downwardAPI: (source: { items?: Item[]; defaultMode?: number }) => itemsDefaults(fill(source, defaultMode)),
  projected: (source: { sources?: Fields[] | null; defaultMode?: number }) =>
    change(fill(source, defaultMode), 'sources', (sources) => changeEach(sources, projectionDefaults)),
  iscsi: (source: Fields) => fill(source, { iscsiInterface: 'default' }),
  rbd: (source: Fields) => fill(source, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }),
  azureDisk: (source: Fields) =>
    fill(source, { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false }),
  scaleIO: (source: Fields) => fill(source, { storageMode: 'ThinProvisioned', fsType: 'xfs' }),
  ephemeral: (source: { volumeClaimTemplate?: { spec?: Fields } }) =>
    change(source, 'volumeClaimTemplate', (template) =>
      change(template, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' })),
    ),
};

/** Defaults of one source of a volume, also of a persistent one. */
export const volumeSourceDefaults = <T extends object>(volume: T): T => {
  let result = volume;
  for (const source in volume) {
    const how = sourceDefaults[source];
    const value = volume[source];
    if (how !== undefined && typeof value === 'object' && value !== null) {
      result = withField(result, source, how(value as never) as T[typeof source]);
    }
  }
  return result;
};

/** A volume without a source is an emptyDir. @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_Volume and its neighbours */
export const volumeDefaults = (volume: Volume): Volume => {
  for (const field in volume) if (field !== 'name') return volumeSourceDefaults(volume);
  return { ...volume, emptyDir: {} };
};
