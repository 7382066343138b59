/** Flow schemas and priority levels (API priority and fairness) as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

interface FlowSchema extends KubeObject {
  spec: {
    priorityLevelConfiguration?: { name?: string };
    matchingPrecedence?: number;
    distinguisherMethod?: { type: string } | null;
  };
  status?: { conditions?: { type: string; status: string }[] };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printFlowSchema */
export const flowSchema = definePrinter<FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  columns: [
    nameColumn,
    column('PriorityLevel'),
    column('MatchingPrecedence'),
    column('DistinguisherMethod'),
    column('Age'),
    column('MissingPL'),
  ],
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.priorityLevelConfiguration?.name ?? '',
    object.spec.matchingPrecedence ?? 0,
    object.spec.distinguisherMethod?.type ?? '<none>',
    createdAge(object, nowMs),
    object.status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
  ],
});

interface PriorityLevelConfiguration extends KubeObject {
  spec: {
    type?: string;
    limited?: {
      assuredConcurrencyShares?: number;
      limitResponse?: { queuing?: { queues?: number; handSize?: number; queueLengthLimit?: number } };
    };
  };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPriorityLevelConfiguration */
export const priorityLevelConfiguration = definePrinter<PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  columns: [
    nameColumn,
    column('Type'),
    column('AssuredConcurrencyShares'),
    column('Queues'),
    column('HandSize'),
    column('QueueLengthLimit'),
    column('Age'),
  ],
  cells(object, nowMs) {
    const { limited, type = '' } = object.spec;
    const queuing = limited?.limitResponse?.queuing;
    return [
      object.metadata.name,
      type,
      limited === undefined ? '<none>' : (limited.assuredConcurrencyShares ?? 0),
      queuing === undefined ? '<none>' : (queuing.queues ?? 0),
      queuing === undefined ? '<none>' : (queuing.handSize ?? 0),
      queuing === undefined ? '<none>' : (queuing.queueLengthLimit ?? 0),
      createdAge(object, nowMs),
    ];
  },
});
