/** `kubectl set selector|serviceaccount|subject`: one field each. */
import { ValueError, parseLabelSelector } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { podSpecOf, withField, withPodSpec } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { changeObjects, objectsOf, setFlags } from './change-objects.ts';
import type { SetLine } from './change-objects.ts';

const selectorMap = (text: string): Record<string, string> => {
  try {
    const entries = parseLabelSelector(text).requirements.map(({ key, operator, values }) => {
      if (!['=', '==', 'In'].includes(operator) && operator !== ('in' as never))
        throw new KubectlError(`Unsupported operator: ${operator}`);
      return [key, [...values][0] ?? ''];
    });
    return Object.fromEntries(entries) as Record<string, string>;
  } catch (caught) {
    if (caught instanceof ValueError) throw new KubectlError(caught.message);
    throw caught;
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_selector.go */
export const setSelector = defineCommand({
  name: 'selector',
  summary: 'Set the selector on a resource',
  use: 'set selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  flags: { ...setFlags, 'resource-version': { type: 'string' } },
  async run(line, context) {
    const { args } = line;
    if (args.length === 0) throw new KubectlError('one selector is required');
    const selector = selectorMap(args.at(-1)!);
    const infos = await objectsOf(line as unknown as SetLine, args.slice(0, -1), context);
    const change = (object: KubeObject): KubeObject => {
      if (object.kind !== 'Service')
        throw new KubectlError('setting a selector is only supported for Services');
      return withField(object, ['spec', 'selector'], () => selector);
    };
    const texts = { operation: 'selector updated', failsAs: '', wrongObject: () => '' };
    await changeObjects(infos, { ...texts, change }, line as unknown as SetLine, context);
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_serviceaccount.go */
export const setServiceAccount = defineCommand({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Update ServiceAccount of a resource',
  use: 'set serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  flags: setFlags,
  async run(line, context) {
    const { args } = line;
    if (args.length === 0) throw new KubectlError('serviceaccount is required');
    const account = args.at(-1)!;
    const infos = await objectsOf(line, args.slice(0, -1), context);
    const change = (object: KubeObject): KubeObject => {
      if (podSpecOf(object) === undefined)
        throw new KubectlError(`the object is not a pod or does not have a pod template: *v1.${object.kind}`);
      return withPodSpec(object, (spec) => ({ ...spec, serviceAccountName: account }));
    };
    const texts = { operation: 'serviceaccount updated', failsAs: 'failed to patch ServiceAccountName ' };
    await changeObjects(infos, { ...texts, change }, line, context);
  },
});

interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_subject.go */
export const setSubject = defineCommand({
  name: 'subject',
  summary: 'Update User, Group or ServiceAccount in a RoleBinding/ClusterRoleBinding',
  use: 'set subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: {
    ...setFlags,
    user: { type: 'stringArray' },
    group: { type: 'stringArray' },
    serviceaccount: { type: 'stringArray' },
  },
  async run(line, context) {
    const { args, flags } = line;
    const infos = await objectsOf(line as unknown as SetLine, args, context);
    if (flags.all && flags.selector !== '')
      throw new KubectlError('cannot set --all and --selector at the same time');
    if (flags.user.length + flags.group.length + flags.serviceaccount.length === 0)
      throw new KubectlError('you must specify at least one value of user, group or serviceaccount');
    const apiGroup = 'rbac.authorization.k8s.io';
    const subjects: Subject[] = [
      ...flags.user.map((name) => ({ kind: 'User', apiGroup, name })),
      ...flags.group.map((name) => ({ kind: 'Group', apiGroup, name })),
      ...flags.serviceaccount.map((text) => {
        const [namespace = '', name, ...more] = text.split(':');
        if (name === undefined || name === '' || more.length > 0)
          throw new KubectlError('serviceaccount must be <namespace>:<name>');
        return { kind: 'ServiceAccount', name, namespace: namespace === '' ? context.namespace : namespace };
      }),
    ];
    const isSame = (a: Subject, b: Subject): boolean =>
      a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
    const change = (object: KubeObject): KubeObject => {
      if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding')
        throw new KubectlError('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
      return withField(object, ['subjects'], (old) => {
        const present = (old ?? []) as Subject[];
        return [
          ...present,
          ...subjects.filter((subject) => !present.some((other) => isSame(other, subject))),
        ];
      });
    };
    const texts = { operation: 'subjects updated', failsAs: 'failed to patch subjects to rolebinding: ' };
    await changeObjects(infos, { ...texts, change }, line as unknown as SetLine, context);
  },
});
