/** Events as events.k8s.io shows them: the same objects under other names. @source k8s 1.20 pkg/apis/events/v1/conversion.go */
import type { KubeObject } from '../../../kube/index.ts';

type Json = Record<string, unknown>;

/** [name in v1, name in events.k8s.io, what stands there where nothing was said]; in the order of events.k8s.io/v1. */
const fields: readonly (readonly [stored: string, served: string, empty?: unknown])[] = [
  ['eventTime', 'eventTime', null],
  ['series', 'series'],
  ['reportingComponent', 'reportingController'],
  ['reportingInstance', 'reportingInstance'],
  ['action', 'action'],
  ['reason', 'reason'],
  ['involvedObject', 'regarding', {}],
  ['related', 'related'],
  ['message', 'note'],
  ['type', 'type'],
  ['source', 'deprecatedSource', {}],
  ['firstTimestamp', 'deprecatedFirstTimestamp', null],
  ['lastTimestamp', 'deprecatedLastTimestamp', null],
  ['count', 'deprecatedCount'],
];

const isNothing = (value: unknown): boolean => value === undefined || value === '' || value === 0;

export const eventFromStored = (stored: KubeObject): KubeObject => {
  const event = stored as KubeObject & Json;
  const served: KubeObject & Json = {
    apiVersion: event.apiVersion,
    kind: event.kind,
    metadata: event.metadata,
  };
  for (const [from, to, empty] of fields) {
    const value = isNothing(event[from]) ? empty : event[from];
    if (value !== undefined) served[to] = value;
  }
  return served;
};

export const eventToStored = (served: KubeObject): KubeObject => {
  const event = served as KubeObject & Json;
  const stored: KubeObject & Json = {
    apiVersion: event.apiVersion,
    kind: event.kind,
    metadata: event.metadata,
  };
  for (const [to, from] of fields) {
    const value = event[from];
    if (!isNothing(value)) stored[to] = value;
  }
  stored['source'] ??= {};
  stored['firstTimestamp'] ??= null;
  stored['lastTimestamp'] ??= null;
  stored['involvedObject'] ??= {};
  return stored;
};
