/** `kubectl create namespace|serviceaccount|quota|priorityclass|poddisruptionbudget`: kinds with a flag or two. */
import { isAtLeast } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { defineCreate } from './define-create.ts';
import { labelSelectorOf } from './labels.ts';
import { quantitiesOf } from './quantities.ts';

export const namespace = defineCreate({
  name: 'namespace',
  aliases: ['ns'],
  summary: 'Create a namespace with the specified name',
  use: 'create namespace NAME [--dry-run=server|client|none]',
  flags: {},
  build: (name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
});

export const serviceAccount = defineCreate({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Create a service account with the specified name',
  use: 'create serviceaccount NAME [--dry-run=server|client|none]',
  flags: {},
  failsAs: 'serviceaccount',
  failsSince: 21,
  build: (name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
});

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_quota.go */
export const quota = defineCreate({
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'Create a quota with the specified name',
  use: 'create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  flags: { hard: { type: 'string' }, scopes: { type: 'string' } },
  failsAs: 'quota',
  build(name, { flags }) {
    const hard = quantitiesOf(flags.hard);
    const scopes = flags.scopes === '' ? [] : flags.scopes.split(',');
    if (scopes.includes('')) throw new KubectlError(`invalid resource quota scope ""`);
    return {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name },
      spec: { ...(hard === undefined ? {} : { hard }), ...(scopes.length > 0 ? { scopes } : {}) },
    };
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_priorityclass.go */
export const priorityClass = defineCreate({
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'Create a priorityclass with the specified name',
  use: 'create priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: {
    value: { type: 'int', bits: 32 },
    'global-default': { type: 'bool' },
    description: { type: 'string' },
    'preemption-policy': { type: 'string', default: 'PreemptLowerPriority' },
  },
  failsAs: 'priorityclass',
  build: (name, { flags }) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value: flags.value,
    ...(flags['global-default'] ? { globalDefault: true } : {}),
    ...(flags.description === '' ? {} : { description: flags.description }),
    preemptionPolicy: flags['preemption-policy'],
  }),
});

const numberOrText = (text: string): number | string => (/^[+-]?\d+$/.test(text) ? Number(text) : text);

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_pdb.go */
export const podDisruptionBudget = defineCreate({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'Create a pod disruption budget with the specified name',
  use: 'create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: {
    selector: { type: 'string' },
    'min-available': { type: 'string' },
    'max-unavailable': { type: 'string' },
  },
  failsAs: 'poddisruptionbudgets',
  build(name, { flags }, { version }) {
    const [least, most] = [flags['min-available'], flags['max-unavailable']];
    if (flags.selector === '') throw new KubectlError('a selector must be specified');
    if (least === '' && most === '')
      throw new KubectlError('one of min-available or max-unavailable must be specified');
    if (least !== '' && most !== '')
      throw new KubectlError('min-available and max-unavailable cannot be both specified');
    return {
      apiVersion: isAtLeast(version, 21) ? 'policy/v1' : 'policy/v1beta1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...(least === '' ? { maxUnavailable: numberOrText(most) } : { minAvailable: numberOrText(least) }),
        selector: labelSelectorOf(flags.selector),
      },
    };
  },
});
