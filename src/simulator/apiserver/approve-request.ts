/** PUT certificatesigningrequests/approval: who decides adds a condition, and changes nothing else. */
import { invalid, type Answer, type Condition, type KubeObject } from '../../kube/index.ts';
import { failed, type ServerCore } from './server-core.ts';

type Decision = Condition & { lastUpdateTime?: string };
type Request = KubeObject & { status?: { conditions?: Decision[] } };

/** Undefined for other subresources. @source k8s 1.20 pkg/registry/certificates/certificates/strategy.go csrApprovalStrategy */
export const nextRequestOf = (
  core: ServerCore,
  subresource: string,
  sent: KubeObject,
  old: KubeObject,
): Answer<KubeObject> | undefined => {
  if (subresource !== 'approval') return undefined;
  const now = core.host.nowTime();
  const before = (old as Request).status?.conditions ?? [];
  const conditions = ((sent as Request).status?.conditions ?? []).map((condition): Decision => {
    const known = before.find(({ type }) => type === condition.type);
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime ?? now,
      lastTransitionTime: condition.lastTransitionTime ?? known?.lastTransitionTime ?? now,
    };
  });
  const types = new Set(conditions.map(({ type }) => type));
  if (types.has('Approved') && types.has('Denied')) {
    const message = 'Invalid value: "Denied": Approved and Denied conditions are mutually exclusive';
    const index = conditions.findIndex(({ type }) => type === 'Denied');
    const field = `status.conditions[${index}].type`;
    return failed(
      invalid('certificates.k8s.io', 'CertificateSigningRequest', old.metadata.name, [
        { reason: 'FieldValueInvalid', message, field },
      ]),
    );
  }
  const next: Request = {
    ...old,
    metadata: { ...old.metadata },
    status: { ...(old as Request).status, conditions },
  };
  return { ok: true, value: next };
};
