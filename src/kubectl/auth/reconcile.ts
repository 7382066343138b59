/** `kubectl auth reconcile`: makes roles and bindings grant at least what manifests say. */
import {
  deepEqual,
  rbacGroup,
  uncoveredRules,
  type BindingObject,
  type KubeObject,
  type PolicyRule,
  type RoleObject,
  type RoleSubject,
} from '../../kube/index.ts';
import { dryRunFlag, dryRunOf, fileFlags, requiredFiles } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, isNotFound } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';

type Operation = 'none' | 'create' | 'update' | 'recreate';

interface Plan<T extends KubeObject> {
  object: T;
  operation: Operation;
  added: readonly string[];
  removed: readonly string[];
}

const list = (words: readonly string[] = []): string => `[${words.join(' ')}]`;

/** As Go prints the struct. */
const ruleText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string =>
  `{Verbs:${list(verbs)} APIGroups:${list(apiGroups)} Resources:${list(resources)} ResourceNames:${list(resourceNames)} NonResourceURLs:${list(nonResourceURLs)}}`;

const subjectText = ({ kind, apiGroup = '', name, namespace = '' }: RoleSubject): string =>
  `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;

/** What is there keeps the upper hand. */
const withMetadata = <T extends KubeObject>(existing: T, { metadata }: T): T => {
  const labels = { ...metadata.labels, ...existing.metadata.labels };
  const annotations = { ...metadata.annotations, ...existing.metadata.annotations };
  return {
    ...existing,
    metadata: {
      ...existing.metadata,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
  };
};

/** @source k8s 1.20 component-helpers/auth/rbac/reconciliation/reconcile_role.go computeReconciledRole */
const planRole = (existing: RoleObject, wanted: RoleObject, removesExtra: boolean): Plan<RoleObject> => {
  const merged = withMetadata(existing, wanted);
  const [there, asked] = [existing.rules ?? [], wanted.rules ?? []];
  const areGathered = wanted.aggregationRule !== undefined && existing.aggregationRule !== undefined;
  const extra = areGathered ? [] : uncoveredRules(asked, there);
  const missing = uncoveredRules(there, asked);
  let object = merged;
  if (!removesExtra && missing.length > 0) object = { ...merged, rules: [...there, ...missing] };
  if (removesExtra && missing.length + extra.length > 0) object = { ...merged, rules: asked };
  const selectors = existing.aggregationRule?.clusterRoleSelectors ?? [];
  const wantedSelectors = wanted.aggregationRule?.clusterRoleSelectors ?? [];
  const missingSelectors = wantedSelectors.filter((one) => !selectors.some((other) => deepEqual(one, other)));
  const extraSelectors = selectors.filter((one) => !wantedSelectors.some((other) => deepEqual(one, other)));
  if (wanted.aggregationRule === undefined && existing.aggregationRule !== undefined) {
    const { aggregationRule, ...rest } = object;
    object = aggregationRule === undefined ? object : (rest as RoleObject);
  } else if (removesExtra && missingSelectors.length + extraSelectors.length > 0) {
    object = { ...object, aggregationRule: { clusterRoleSelectors: wantedSelectors } };
  } else if (missingSelectors.length > 0)
    object = { ...object, aggregationRule: { clusterRoleSelectors: [...selectors, ...missingSelectors] } };
  return {
    object,
    operation: deepEqual(object, existing) ? 'none' : 'update',
    added: missing.map(ruleText),
    removed: removesExtra ? extra.map(ruleText) : [],
  };
};

const isSame = (a: RoleSubject, b: RoleSubject): boolean =>
  a.kind === b.kind &&
  a.name === b.name &&
  (a.namespace ?? '') === (b.namespace ?? '') &&
  (a.apiGroup ?? '') === (b.apiGroup ?? '');

/** @source k8s 1.20 component-helpers/auth/rbac/reconciliation/reconcile_rolebindings.go computeReconciledRoleBinding */
const planBinding = (
  existing: BindingObject,
  wanted: BindingObject,
  removesExtra: boolean,
): Plan<BindingObject> => {
  const merged = withMetadata(existing, wanted);
  const [there, asked] = [existing.subjects ?? [], wanted.subjects ?? []];
  const missing = asked.filter((one) => !there.some((other) => isSame(one, other)));
  const extra = there.filter((one) => !asked.some((other) => isSame(one, other)));
  let object = merged;
  if (!removesExtra && missing.length > 0) object = { ...merged, subjects: [...there, ...missing] };
  if (removesExtra && missing.length + extra.length > 0) object = { ...merged, subjects: asked };
  const isOtherRole = !deepEqual(existing.roleRef, wanted.roleRef);
  return {
    object: isOtherRole ? { ...object, roleRef: wanted.roleRef } : object,
    operation: isOtherRole ? 'recreate' : deepEqual(object, existing) ? 'none' : 'update',
    added: missing.map(subjectText),
    removed: removesExtra ? extra.map(subjectText) : [],
  };
};

type Key = Parameters<CommandContext['api']['create']>[0];

/** @source k8s 1.20 component-helpers/auth/rbac/reconciliation/namespace.go tryEnsureNamespace */
const ensureNamespace = async ({ api }: CommandContext, namespace: string | undefined): Promise<void> => {
  if (namespace === undefined) return;
  const key = { group: '', version: 'v1', name: 'namespaces' };
  const isMissing = await api.get(key, undefined, namespace).then(() => false, isNotFound);
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  // Whoever may not create it is told so by what follows.
  if (isMissing) await api.create(key, undefined, object).catch(() => undefined);
};

const perform = async (
  context: CommandContext,
  key: Key,
  namespace: string | undefined,
  { object, operation }: Plan<KubeObject>,
): Promise<KubeObject> => {
  const { api } = context;
  if (operation === 'none') return object;
  if (operation === 'update') return api.update(key, namespace, object);
  if (operation === 'create') await ensureNamespace(context, namespace);
  else
    await api.delete(key, namespace, object.metadata.name, {
      preconditions: { uid: object.metadata.uid ?? '' },
    });
  const metadata = { ...object.metadata };
  delete metadata.uid;
  delete metadata.resourceVersion;
  return api.create(key, namespace, { ...object, metadata });
};

const report = (
  context: CommandContext,
  { operation, added, removed }: Plan<KubeObject>,
  what: string,
  isProtected: boolean,
): void => {
  if (operation === 'none') return;
  const caveat = isProtected
    ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)'
    : '';
  context.err(`\treconciliation required ${operation}${caveat}\n`);
  if (added.length > 0)
    context.err(`\tmissing ${what} added:\n${added.map((text) => `\t\t${text}\n`).join('')}`);
  if (removed.length > 0)
    context.err(`\textra ${what} removed:\n${removed.map((text) => `\t\t${text}\n`).join('')}`);
};

/** @source k8s 1.20 kubectl/pkg/cmd/auth/reconcile.go */
export const reconcile = defineCommand({
  name: 'reconcile',
  summary: 'Reconciles rules for RBAC Role, RoleBinding, ClusterRole, and ClusterRole binding objects',
  use: 'auth reconcile -f FILENAME',
  flags: {
    ...fileFlags,
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'remove-extra-permissions': { type: 'bool' },
    'remove-extra-subjects': { type: 'bool' },
  },
  async run({ args, flags }, context) {
    if (args.length > 0) throw new KubectlError('no arguments are allowed');
    const dryRun = dryRunOf(flags['dry-run'], context);
    const files = requiredFiles(flags);
    const print = resultPrinter(context, { output: flags.output, template: flags.template, dryRun });
    await visitResources(context, files, async ({ object, resource, namespace, name }) => {
      if (resource.group !== rbacGroup) return;
      if (resource.version !== 'v1')
        throw new KubectlError(
          `only rbac.authorization.k8s.io/v1 is supported: not *${resource.version}.${object.kind}`,
        );
      const isBinding = object.kind.endsWith('Binding');
      const existing = await context.api.get(resource, namespace, name).catch((caught: unknown) => {
        if (isNotFound(caught)) return undefined;
        throw caught;
      });
      const created = isBinding
        ? ((object as BindingObject).subjects ?? []).map(subjectText)
        : ((object as RoleObject).rules ?? []).map(ruleText);
      const plan: Plan<KubeObject> =
        existing === undefined
          ? { object, operation: 'create', added: created, removed: [] }
          : isBinding
            ? planBinding(existing as BindingObject, object as BindingObject, flags['remove-extra-subjects'])
            : planRole(existing as RoleObject, object as RoleObject, flags['remove-extra-permissions']);
      const isProtected =
        existing?.metadata.annotations?.['rbac.authorization.kubernetes.io/autoupdate'] === 'false';
      const isKept = dryRun !== 'none' || isProtected;
      const result = isKept ? plan.object : await perform(context, resource, namespace, plan);
      print(result, 'reconciled');
      report(context, plan, isBinding ? 'subjects' : 'rules', isProtected);
    });
  },
});
