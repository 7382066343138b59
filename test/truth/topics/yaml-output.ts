/** Topic yaml_output: `-o yaml` and `-o json`. */
import { goJson, goYaml } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

const clusterScoped = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'StorageClass',
  'PriorityClass',
]);

export const yamlOutput = defineTopic({
  name: 'yaml_output',
  run({ data, object, format }) {
    if (data !== undefined) return { yaml: goYaml({ data }).replace(/^data:\n/, '') };
    // `create --dry-run` puts the namespace of the request into what it prints.
    if (!clusterScoped.has(object.kind) && !object.kind.startsWith('Cluster'))
      object.metadata.namespace ??= 'default';
    return { text: format === 'json' ? `${goJson(object, 4)}\n` : goYaml(object) };
  },
});
