/** `kubectl set env`: environment variables of pod templates. */
import type { KubeObject } from '../../kube/index.ts';
import { podSpecOf, withPodSpec, withoutField } from '../changes/index.ts';
import type { LooseContainer } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';
import { changeObjects, objectsOf, setFlags } from './change-objects.ts';
import type { SetLine } from './change-objects.ts';
import { changeContainers, meantContainers } from './select-containers.ts';

interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

const isEnv = (word: string): boolean => word.includes('=') || word.endsWith('-');

/** @source k8s 1.20 kubectl/pkg/cmd/set/env/env_parse.go ParseEnv */
const parseEnv = (
  words: readonly string[],
  stdin: string | undefined,
): { env: EnvVar[]; remove: string[] } => {
  const env: EnvVar[] = [];
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (word === '-') {
      const lines = (stdin ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      env.push(...parseEnv(lines, undefined).env);
    } else if (equals >= 0) env.push({ name: word.slice(0, equals), value: word.slice(equals + 1) });
    else if (word.endsWith('-')) remove.push(word.slice(0, -1));
    else throw new KubectlError(`unknown environment variable: ${word}`);
  }
  if (remove.some((name) => env.some((variable) => variable.name === name)))
    throw new KubectlError(
      'can not both modify and remove the same environment variable in the same command',
    );
  return { env, remove };
};

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_env.go (RunEnv, --from) */
const envFrom = async (from: string, keys: readonly string[], context: CommandContext): Promise<EnvVar[]> => {
  const infos = await fetchResources(context, { args: [from] }, { isTyped: true });
  return infos.flatMap(({ object }) => {
    const ref = { ConfigMap: 'configMapKeyRef', Secret: 'secretKeyRef' }[object.kind];
    if (ref === undefined) throw new KubectlError('unsupported resource specified in --from');
    const { data = {} } = object as KubeObject & { data?: Record<string, string> };
    return Object.keys(data)
      .filter((key) => keys.length === 0 || keys.includes(key))
      .map((key) => ({
        name: key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase(),
        valueFrom: { [ref]: { name: object.metadata.name, key } },
      }));
  });
};

/** @source k8s 1.20 kubectl/pkg/cmd/set/helper.go updateEnv */
const updatedEnv = (old: readonly EnvVar[], env: readonly EnvVar[], remove: readonly string[]): EnvVar[] => {
  const fresh = new Map(env.map((variable) => [variable.name, variable]));
  const covered = new Set(remove);
  const result: EnvVar[] = [];
  for (const variable of [...old, ...env]) {
    if (covered.has(variable.name)) continue;
    const newer = fresh.get(variable.name);
    if (newer !== undefined) covered.add(variable.name);
    result.push(newer ?? variable);
  }
  return result;
};

/** @source k8s 1.20 kubectl/pkg/cmd/set/env/env_resolve.go GetEnvVarRefString */
const referenceText = (valueFrom: unknown): string => {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom as Partial<
    Record<string, { name?: string; key?: string; fieldPath?: string; resource?: string }>
  >;
  if (configMapKeyRef !== undefined)
    return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key ?? ''}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key ?? ''}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath ?? ''}`;
  return resourceFieldRef === undefined
    ? 'invalid valueFrom'
    : `resource field ${resourceFieldRef.resource ?? ''}`;
};

export const setEnv = defineCommand({
  name: 'env',
  summary: 'Update environment variables on a pod template',
  use: 'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: {
    ...setFlags,
    containers: { type: 'string', short: 'c', default: '*' },
    from: { type: 'string' },
    prefix: { type: 'string' },
    env: { type: 'stringArray', short: 'e' },
    keys: { type: 'stringSlice' },
    list: { type: 'bool' },
    resolve: { type: 'bool' },
    overwrite: { type: 'bool', default: true },
  },
  async run(line, context) {
    const { args, flags } = line;
    if (flags.all && flags.selector !== '')
      throw new KubectlError('cannot set --all and --selector at the same time');
    const first = args.findIndex(isEnv);
    const resources = first < 0 ? args : args.slice(0, first);
    const words = first < 0 ? [] : args.slice(first);
    if (words.some((word) => !isEnv(word)))
      throw new KubectlError(`all resources must be specified before environment changes: ${args.join(' ')}`);
    if (flags.filename.length === 0 && resources.length < 1)
      throw new KubectlError(
        'one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    if (flags.list && flags.output !== '')
      throw new KubectlError('--list and --output may not be specified together');
    if (flags.keys.length > 0 && flags.from === '')
      throw new KubectlError('when specifying --keys, a configmap or secret must be provided with --from');
    const parsed = parseEnv([...flags.env, ...words], context.stdin);
    const imported = flags.from === '' ? [] : await envFrom(flags.from, flags.keys, context);
    const env = [...parsed.env, ...imported].map((variable) => ({
      ...variable,
      name: flags.prefix + variable.name,
    }));
    const infos = await objectsOf(line as unknown as SetLine, flags.local ? [] : resources, context);
    await changeObjects(
      flags.list ? [] : infos,
      {
        operation: 'env updated',
        failsAs: 'failed to patch env update to pod template: ',
        isUnrecorded: true,
        change: (object) => changed(object),
      },
      line as unknown as SetLine,
      context,
    );
    if (flags.list) for (const { object } of infos) changed(object);

    function changed(object: KubeObject): KubeObject {
      const spec = podSpecOf(object);
      if (spec === undefined)
        throw new KubectlError(`the object is not a pod or does not have a pod template: *v1.${object.kind}`);
      const { name } = object.metadata;
      const meant = meantContainers(spec, flags.containers, context.version);
      if (meant.length === 0) {
        context.err(
          `warning: ${object.kind}/${name} does not have any containers matching ${JSON.stringify(flags.containers)}\n`,
        );
      }
      for (const container of meant) {
        const clash = (container.env ?? []).find((old) =>
          env.some((variable) => variable.name === old.name && variable.value !== old.value),
        );
        if (!flags.overwrite && clash !== undefined)
          throw new KubectlError(
            `'${clash.name}' already has a value (${clash.value ?? ''}), and --overwrite is false`,
          );
        if (!flags.list) continue;
        context.out(`# ${object.kind} ${name}, container ${container.name}\n`);
        for (const variable of updatedEnv(container.env ?? [], env, parsed.remove)) {
          context.out(
            variable.valueFrom === undefined
              ? `${variable.name}=${variable.value ?? ''}\n`
              : `# ${variable.name} from ${referenceText(variable.valueFrom)}\n`,
          );
        }
      }
      return withPodSpec(object, (old) =>
        changeContainers(old, flags.containers, context.version, (container) => {
          const wanted = updatedEnv(container.env ?? [], env, parsed.remove);
          if (wanted.length > 0) return { ...container, env: wanted };
          return withoutField(container, 'env') as LooseContainer;
        }),
      );
    }
  },
});
