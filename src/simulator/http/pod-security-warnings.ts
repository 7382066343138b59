/** What is said to those who make pods, or templates of pods, that their namespace only warns of. @since k8s 1.23 */
import type { KubeObject, PodSpec } from '../../kube/index.ts';
import { violationsOf } from '../apiserver/index.ts';
import type { RestHost } from './rest-host.ts';

interface Template {
  spec?: PodSpec & { template?: Template; jobTemplate?: Template };
  template?: Template;
}

/** The spec of the pods that an object makes. */
const podSpecOf = (object: KubeObject): PodSpec | undefined => {
  const { kind } = object;
  const { spec, template } = object as Template;
  if (kind === 'Pod') return spec;
  if (kind === 'PodTemplate') return template?.spec;
  if (kind === 'CronJob') return spec?.jobTemplate?.spec?.template?.spec;
  return spec?.template?.spec;
};

export const podSecurityWarnings = ({ simulator }: RestHost, object: unknown): string[] => {
  if (simulator.version.minor < 23 || typeof object !== 'object' || object === null) return [];
  const { metadata } = object as Partial<KubeObject>;
  if (metadata?.namespace === undefined) return [];
  const spec = podSpecOf(object as KubeObject);
  if (!Array.isArray(spec?.containers)) return [];
  const namespace = simulator.api.get('namespaces', undefined, metadata.namespace);
  const why = violationsOf('warn', namespace.ok ? namespace.value : undefined, spec, simulator.version);
  return why === undefined ? [] : [`would ${why}`];
};
