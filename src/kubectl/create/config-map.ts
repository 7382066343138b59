/** `kubectl create configmap`. */
import { dataFlags, dataOf } from './data-sources.ts';
import { defineCreate } from './define-create.ts';
import { nameHash } from './name-hash.ts';

/** @source k8s 1.20 kubectl/pkg/generate/versioned/configmap.go */
export const configMap = defineCreate({
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a configmap from a local file, directory or literal value',
  use: 'create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: dataFlags,
  build(name, { flags }, context) {
    const data = dataOf(
      flags,
      'ConfigMap',
      (key) =>
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
      context,
    );
    const suffix = flags['append-hash'] ? `-${nameHash({ kind: 'ConfigMap', name, data })}` : '';
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name + suffix }, data };
  },
});
