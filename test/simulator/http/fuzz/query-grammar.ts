/** Query strings, made by chance. */
import type { Random } from '../../../../src/core/index.ts';
import { isLikely, pick } from './mutate.ts';

const values: Readonly<Record<string, readonly string[]>> = {
  allowWatchBookmarks: ['true', 'x'],
  container: ['nginx', ''],
  continue: ['x', '', 'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==', btoa('1.5')],
  dryRun: ['All', 'None', ''],
  fieldManager: ['fuzz', 'x'.repeat(200), ''],
  fieldSelector: [
    'metadata.name=a-1',
    'spec.nodeName=w1-k8s',
    'metadata.namespace!=default',
    'a=b',
    '=',
    ',,',
    'status.phase=Running',
  ],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'x'],
  follow: ['true'],
  force: ['true', 'x'],
  gracePeriodSeconds: ['0', '-1', 'x', '99999999999999999999'],
  includeObject: ['None', 'Object', 'Metadata', 'x'],
  labelSelector: ['app=x', 'app in (x,y),!z', 'a==b', '(((', 'a=b=c', 'x notin (', '!', 'a>1'],
  limit: ['1', '500', '0', '-1', 'x', '1e3', '99999999999999999999'],
  orphanDependents: ['true', 'x'],
  pretty: ['true', 'false', ''],
  propagationPolicy: ['Background', 'Foreground', 'Orphan', 'x'],
  resourceVersion: ['0', '1', '-1', 'x', '999999999', '99999999999999999999'],
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'x'],
  sendInitialEvents: ['true', 'x'],
  sinceSeconds: ['1', '-1'],
  tailLines: ['0', '10', '-1'],
  timeout: ['1s', 'x'],
  timeoutSeconds: ['1', '-1', 'x'],
  watch: ['true', '1', 'x', 'false'],
  '': ['', 'x'],
};

const usual: Readonly<Record<string, readonly string[]>> = {
  GET: [
    'labelSelector',
    'fieldSelector',
    'limit',
    'continue',
    'watch',
    'resourceVersion',
    'pretty',
    'includeObject',
    'timeoutSeconds',
    'resourceVersionMatch',
  ],
  POST: ['dryRun', 'fieldManager', 'fieldValidation'],
  PUT: ['dryRun', 'fieldManager', 'fieldValidation'],
  PATCH: ['dryRun', 'fieldManager', 'fieldValidation', 'force'],
  DELETE: ['dryRun', 'gracePeriodSeconds', 'propagationPolicy', 'orphanDependents', 'labelSelector'],
};

/** "" or "?name=value…" */
export const queryOf = (random: Random, method: string): string => {
  if (isLikely(random, 0.55)) return '';
  const query = new URLSearchParams();
  for (let left = 1 + random.below(3); left > 0; left--) {
    const name = isLikely(random, 0.1) ? pick(random, Object.keys(values)) : pick(random, usual[method]!);
    query.append(name, pick(random, values[name]!));
  }
  return `?${query.toString()}`;
};
