/** Nothing is made that a resource quota of its namespace has no room for; what is made is counted at once. */
import type { KubeObject, ResourceList } from '../../../kube/index.ts';
import {
  addAmounts,
  amountsOf,
  amountsText,
  evaluatorOf,
  exceeding,
  excessOf,
  isInScopes,
  listOf,
  maskAmounts,
  sameAmounts,
  type Amounts,
  type ResourceQuota,
} from '../../quota/index.ts';
import type { ServerCore } from '../server-core.ts';
import { defineAdmission, type AdmissionRequest } from './admission-plugin.ts';
import { refused } from './refusal.ts';

/** What the request adds to what is used already. */
const addedBy = (request: AdmissionRequest, core: ServerCore): Amounts => {
  const evaluator = evaluatorOf(request.resource.name);
  const nowMs = core.host.nowMs();
  const usage = evaluator?.usage(request.object, nowMs) ?? new Map<string, never>();
  const before = request.old === undefined ? undefined : evaluator?.usage(request.old, nowMs);
  return excessOf(usage, before ?? new Map<string, never>());
};

const namesOf = (list: ResourceList | undefined): string[] => Object.keys(list ?? {});

/** The quotas that count this object; or why one cannot. */
const concerned = (
  quotas: readonly ResourceQuota[],
  request: AdmissionRequest,
  core: ServerCore,
): { quotas: ResourceQuota[] } | { why: string } => {
  const evaluator = evaluatorOf(request.resource.name)!;
  const { version } = core.host;
  const found: ResourceQuota[] = [];
  for (const quota of quotas) {
    const names = namesOf(quota.status?.hard).filter((name) => evaluator.matches(name));
    if (names.length === 0 || !isInScopes(evaluator, quota, request.object, version)) continue;
    const complaint = evaluator.complaint?.(names, request.object, version);
    if (complaint !== undefined) return { why: `failed quota: ${quota.metadata.name}: ${complaint}` };
    const used = quota.status?.used ?? {};
    if (names.some((name) => used[name] === undefined))
      return {
        why: `status unknown for quota: ${quota.metadata.name}, resources: ${names.sort().join(',')}`,
      };
    found.push(quota);
  }
  return { quotas: found };
};

interface Charge {
  quota: ResourceQuota;
  used: Amounts;
}

/** What each quota has used after the request; or which has no room for it. */
const chargesOf = (
  quotas: readonly ResourceQuota[],
  added: Amounts,
): { charges: Charge[] } | { why: string } => {
  const charges: Charge[] = [];
  for (const quota of quotas) {
    const hard = amountsOf(quota.status?.hard);
    const before = amountsOf(quota.status?.used);
    const requested = maskAmounts(added, hard.keys());
    const used = addAmounts(before, requested);
    const over = exceeding(maskAmounts(used, requested.keys()), hard);
    if (over.length > 0) {
      const text = (amounts: Amounts): string => amountsText(maskAmounts(amounts, over));
      const why = `exceeded quota: ${quota.metadata.name}, requested: ${text(requested)}, used: ${text(before)}, limited: ${text(hard)}`;
      return { why };
    }
    if (!sameAmounts(before, used)) charges.push({ quota, used });
  }
  return { charges };
};

const charge = (core: ServerCore, { quota, used }: Charge): void => {
  const next: KubeObject & { status: unknown } = {
    ...quota,
    metadata: { ...quota.metadata },
    status: { ...quota.status, used: listOf(used) },
  };
  core.commit(
    'MODIFIED',
    core.catalogue.get('resourcequotas')!,
    next,
    quota,
    { user: 'kube-apiserver' },
    'update',
  );
};

/** @source k8s 1.20 apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest */
export const resourceQuota = defineAdmission({
  name: 'ResourceQuota',
  operations: ['CREATE', 'UPDATE'],
  validate(request, core) {
    if (request.subresource !== '' || request.namespace === '') return undefined;
    const quotas = core.store.list('resourcequotas', request.namespace) as readonly ResourceQuota[];
    if (quotas.length === 0) return undefined;
    const evaluator = evaluatorOf(request.resource.name);
    if (evaluator === undefined) return undefined;
    const { object, old } = request;
    if (old !== undefined && evaluator.countsUpdate?.(object, old, core.host.version) !== true)
      return undefined;
    const counting = concerned(quotas, request, core);
    if ('why' in counting) return refused(request, counting.why).status;
    const added = addedBy(request, core);
    if (added.size === 0) return undefined;
    const outcome = chargesOf(counting.quotas, added);
    if ('why' in outcome) return refused(request, outcome.why).status;
    if (request.by.dryRun !== true) for (const one of outcome.charges) charge(core, one);
    return undefined;
  },
});
