/** Describes namespaces, resource quotas and limit ranges. */
import { isAtLeast, quantityText } from '../../kube/index.ts';
import type { Condition, KubeObject, LimitItem, Namespace, ResourceQuota } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { defineDescriber } from './describer.ts';
import { metadataLines, nameLines } from './metadata-lines.ts';

interface LimitRange extends KubeObject {
  spec: { limits?: LimitItem[] };
}

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeLimitRangeSpec (upstream in Go's map order; here by name) */
const limitLines = (writer: DescribeWriter, { spec }: LimitRange, prefix: string): void => {
  for (const item of spec.limits ?? []) {
    const columns = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = [...new Set(columns.flatMap((amounts) => Object.keys(amounts ?? {})))].sort();
    for (const name of names) {
      const cells = columns.map((amounts) =>
        amounts?.[name] === undefined ? '-' : quantityText(amounts[name]),
      );
      writer.line(0, `${prefix}${item.type}\t${name}\t${cells.join('\t')}`);
    }
  }
};

const limitHeaders = (writer: DescribeWriter, prefix: string): void => {
  writer.line(
    0,
    `${prefix}Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio`,
  );
  writer.line(
    0,
    `${prefix}----\t--------\t---\t---\t---------------\t-------------\t-----------------------`,
  );
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go helpTextForResourceQuotaScope */
const scopeHelp: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

const scopeLines = (writer: DescribeWriter, { spec }: ResourceQuota, prefix: string): void => {
  const scopes = [...(spec?.scopes ?? [])].sort();
  if (scopes.length === 0) return;
  writer.line(0, `${prefix}Scopes:\t${scopes.join(', ')}`);
  for (const scope of scopes) {
    const help = scopeHelp[scope];
    if (help !== undefined) writer.line(0, `${prefix} * ${help}`);
  }
};

const quotaLines = (writer: DescribeWriter, { status }: ResourceQuota, prefix: string): void => {
  const { hard = {}, used = {} } = status ?? {};
  for (const name of Object.keys(hard).sort()) {
    writer.line(0, `${prefix}${name}\t${quantityText(used[name])}\t${quantityText(hard[name])}`);
  }
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeLimitRange */
export const limitRange = defineDescriber<LimitRange>({
  group: '',
  kind: 'LimitRange',
  hasEvents: false,
  describe(object, writer) {
    nameLines(writer, object);
    limitHeaders(writer, '');
    limitLines(writer, object, '');
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeQuota */
export const resourceQuota = defineDescriber<ResourceQuota>({
  group: '',
  kind: 'ResourceQuota',
  hasEvents: false,
  describe(object, writer) {
    nameLines(writer, object);
    scopeLines(writer, object, '');
    writer.line(0, 'Resource\tUsed\tHard');
    writer.line(0, '--------\t----\t----');
    quotaLines(writer, object, '');
  },
});

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeNamespace */
export const namespace = defineDescriber<Namespace>({
  group: '',
  kind: 'Namespace',
  hasEvents: false,
  needs: ({ metadata }) => [
    { resource: 'resourcequotas', namespace: metadata.name },
    { resource: 'limitranges', namespace: metadata.name },
  ],
  describe(object, writer, view) {
    nameLines(writer, object, false);
    metadataLines(writer, object);
    writer.line(0, `Status:\t${object.status?.phase ?? ''}`);
    const conditions: Condition[] = object.status?.conditions ?? [];
    if (conditions.length > 0 && isAtLeast(view.version, 23)) {
      writer.line(0, 'Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage');
      writer.line(1, '----\t------\t------------------\t------\t-------');
      for (const { type, status, lastTransitionTime = '', reason = '', message = '' } of conditions) {
        writer.line(1, `${type}\t${status}\t${lastTransitionTime}\t${reason}\t${message}`);
      }
    }
    const quotas = [...view.list<ResourceQuota>('resourcequotas')];
    quotas.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    writer.write(quotas.length === 0 ? '\nNo resource quota.\n' : '\nResource Quotas');
    for (const quota of quotas) {
      writer.write(`\n Name:\t${quota.metadata.name}\n`);
      scopeLines(writer, quota, ' ');
      writer.line(0, ' Resource\tUsed\tHard');
      writer.line(0, ' --------\t---\t---');
      quotaLines(writer, quota, ' ');
    }
    const limits = view.list<LimitRange>('limitranges');
    if (limits.length === 0) return writer.line(0, '\nNo LimitRange resource.');
    writer.line(0, '\nResource Limits');
    limitHeaders(writer, ' ');
    for (const range of limits) limitLines(writer, range, ' ');
  },
});
