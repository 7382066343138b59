/** `kubectl create deployment`. */
import { isAtLeast } from '../../kube/index.ts';
import { FlagError, KubectlError } from '../kubectl-error.ts';
import { defineCreate } from './define-create.ts';

/** Five letters that stand for upstream's random ones, the same for the same name. */
const suffixOf = (name: string): string => {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  let hash = 7;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) % 14348907;
  let suffix = '';
  for (let index = 0; index < 5; index++) {
    suffix += alphabet[hash % 27]!;
    hash = Math.floor(hash / 27);
  }
  return suffix;
};

/** The container's name for an image: "registry/a/b:tag" → "b". @source k8s 1.20 kubectl/pkg/cmd/create/create_deployment.go buildPodSpec */
const containerName = (image: string): string => {
  const name = image.split('/').at(-1)!.split(':')[0]!.split('@')[0]!;
  if (!/[_.]/.test(name)) return name;
  const clean = name.replace(/[_.]/g, '-');
  return `${clean}-${suffixOf(clean)}`;
};

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_deployment.go */
export const createDeployment = defineCreate({
  name: 'deployment',
  aliases: ['deploy'],
  summary: 'Create a deployment with the specified name',
  use: 'create deployment NAME --image=image -- [COMMAND] [args...]',
  flags: {
    image: { type: 'stringSlice' },
    port: { type: 'int', default: -1, bits: 32 },
    replicas: { type: 'int', short: 'r', default: 1, bits: 32 },
    generator: { type: 'string', summary: 'Of 1.18' },
  },
  requiredFlags: ['image'],
  failsAs: 'deployment',
  build(name, { args, flags, isSet }, context) {
    const isNew = isAtLeast(context.version, 19);
    if (!isNew && isSet('port')) throw new FlagError('unknown flag: --port');
    if (!isNew && isSet('replicas')) throw new FlagError('unknown flag: --replicas');
    if (isNew && isSet('generator')) throw new FlagError('unknown flag: --generator');
    const command = args.slice(1);
    if (flags.image.length > 1 && command.length > 0)
      throw new KubectlError('cannot specify multiple --image options and command');
    const labels = { app: name };
    const containers = flags.image.map((image, index) => ({
      name: containerName(image),
      image,
      ...(command.length > 0 ? { command } : {}),
      ...(flags.port >= 0 && index === 0 ? { ports: [{ containerPort: flags.port }] } : {}),
    }));
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas: flags.replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    };
  },
});
