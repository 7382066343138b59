/** Pods as rows. */
import type { Pod } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import { podRow } from './pod-row.ts';
import { ageOf, column, createdAge, definePrinter, nameColumn, wide } from './printer.ts';

const orNone = (text: string | undefined): string => (text === undefined || text === '' ? '<none>' : text);

const gates = (pod: Pod): string => {
  const wanted = pod.spec.readinessGates ?? [];
  if (wanted.length === 0) return '<none>';
  const isTrue = (type: string): boolean =>
    pod.status?.conditions?.find((condition) => condition.type === type)?.status === 'True';
  return `${wanted.filter(({ conditionType }) => isTrue(conditionType)).length}/${wanted.length}`;
};

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPod */
export const pod = definePrinter<Pod>({
  group: '',
  kind: 'Pod',
  columns: [
    nameColumn,
    column('Ready'),
    column('Status'),
    column('Restarts', 'integer'),
    column('Age'),
    wide('IP'),
    wide('Node'),
    wide('Nominated Node'),
    wide('Readiness Gates'),
  ],
  cells(object, nowMs, version) {
    const row = podRow(object);
    const isDated = version !== undefined && isAtLeast(version, 22);
    const restarts =
      isDated && row.restarts !== 0 && row.lastRestart !== undefined
        ? `${row.restarts} (${ageOf(row.lastRestart, nowMs)} ago)`
        : isDated
          ? String(row.restarts)
          : row.restarts;
    return [
      object.metadata.name,
      `${row.ready}/${row.total}`,
      row.status,
      restarts,
      createdAge(object, nowMs),
      orNone(object.status?.podIPs?.[0]?.ip ?? object.status?.podIP),
      orNone(object.spec.nodeName),
      orNone(object.status?.nominatedNodeName),
      gates(object),
    ];
  },
  conditions({ status }) {
    if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') return [];
    return [{ type: 'Completed', status: 'True', reason: status.phase }];
  },
});
