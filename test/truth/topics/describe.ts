/** Topic describe: the first object is described, the others are what the API holds. */
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { describeObject } from '../../../src/kubectl/describe/index.ts';
import { defineTopic } from '../topic.ts';

const plural = (kind: string): string => (kind.endsWith('s') ? kind.toLowerCase() : `${kind.toLowerCase()}s`);

export const describeTopic = defineTopic({
  name: 'describe',
  run({ objects, now }) {
    const [object, ...others] = objects;
    const list = (resource: string): any[] => {
      const [name, ...group] = resource.split('.');
      return others.filter(
        ({ apiVersion, kind }: any) =>
          plural(kind) === name &&
          (apiVersion.includes('/') ? apiVersion.split('/')[0] : '') === group.join('.'),
      );
    };
    const view = {
      list,
      events: list('events'),
      nowMs: Date.parse(now),
      version: parseKubernetesVersion('1.20.2')!,
    };
    return { text: describeObject(object, view) };
  },
});
