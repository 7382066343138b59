/** What a simulator may get wrong in its objects: each is a protocol error that says where, and none is a defect of ours. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { RunRecord } from '../../../src/runner/index.ts';
import { withFolder } from '../../cli/temporary-folder.ts';

const { play } = await import('../../cli/fake-terminal.ts');

const script = resolve('test/backends/process/faulty-simulator.mjs');

const scenario = `apiVersion: labproof.dev/v1alpha1
kind: Scenario
metadata: {name: web}
spec:
  steps:
    - kubectl: create deployment web --image=nginx --replicas=2
      expect:
        - deployment/web: {status: {readyReplicas: 2}}
        - pods: {selector: app=web}
          count: 2
    - kubectl: get pods -o wide
      always:
        - deployment/web: {spec: {replicas: 2}}
      output: {contains: web}
    - kubectl: describe deployment web
      output: {contains: web}
    - kubectl: describe pods
      output: {contains: web}
    - kubectl: rollout status deployment web
      output: {contains: web}
    - kubectl: scale deployment web --replicas=1
      expect:
        - pods: {selector: app=web}
          count: 1
`;

interface Fault {
  /** Where in the answers of a method, or in what watches tell. */
  in: string;
  /** Absent: the field is taken away. */
  put?: unknown;
}

const record = (fault: Fault): Promise<{ code: number; out: string; err: string; run: RunRecord }> => {
  let played: { code: number; out: string; err: string; run: RunRecord };
  return withFolder({ 'scenarios/web.yaml': scenario }, async (cwd) => {
    const backend = `process:${process.execPath} ${script} '${JSON.stringify(fault)}'`;
    const { code, out, err } = await play(['run', '--backend', backend], { cwd });
    const run = code === 70 ? undefined : JSON.parse(readFileSync(join(cwd, 'reports/run.json'), 'utf8'));
    played = { code, out, err, run: run as RunRecord };
  }).then(() => played);
};

/** The first thing that went wrong, in one line. */
const messageOf = ({ scenarios }: RunRecord): string =>
  scenarios[0]?.steps.flatMap(({ failure }) => failure?.message ?? [])[0] ?? '';

describe('malformed objects of a simulator', () => {
  const table: readonly [at: string, value: unknown, said: RegExp][] = [
    [
      'list.items.0.spec',
      'oops',
      /answered "list" of pods.* items\[0\], Pod .*web-\d+: spec must be an object, is the text "oops"/,
    ],
    ['list.items', {}, /answered "list" of \w+.*: items must be array, is an empty object/],
    ['list.items', null, /items must be array, is null/],
    ['list.items.0.metadata', undefined, /items\[0\] must have required property 'metadata' \(of Pod\)/],
    ['list.items.0.metadata', [], /items\[0\]\.metadata must be object, is an empty list \(of Pod\)/],
    ['list.items.0.metadata.name', 7, /items\[0\]\.metadata\.name must be string, is 7 \(of Pod default\)/],
    ['list.items.0.metadata.labels', 'app=web', /metadata\.labels must be an object, is the text "app=web"/],
    ['list.items.0.status.conditions', 7, /status\.conditions must be a list, is 7/],
    [
      'list.items.0.status.containerStatuses',
      { a: 1 },
      /status\.containerStatuses must be a list, is an object with a/,
    ],
    [
      'list.items.0.status.containerStatuses.0',
      null,
      /status\.containerStatuses\[0\] must be an object, is null/,
    ],
    ['list.items.0.spec.containers', 'nginx', /spec\.containers must be a list, is the text "nginx"/],
    [
      'list.items.0.spec.containers.0.image',
      {},
      /spec\.containers\[0\]\.image must be a text, is an empty object/,
    ],
    ['list.items.0.metadata.creationTimestamp', 'yesterday', /metadata\.creationTimestamp must be a time/],
    ['list.metadata', 'x', /metadata must be object, is the text "x"/],
    [
      'create.spec.replicas',
      'two',
      /answered "create" of deployments default\/web .*Deployment default\/web: spec\.replicas must be a whole number, is the text "two"/,
    ],
    ['create.spec.template', 7, /spec\.template must be an object, is 7/],
    [
      'create.kind',
      undefined,
      /answered "create" of deployments default\/web .*must have required property 'kind'/,
    ],
    [
      'get.spec.selector',
      [],
      /answered "get" of deployments default\/web .*spec\.selector must be an object, is an empty list/,
    ],
    [
      'patch.metadata',
      7,
      /answered "patch" of deployments default\/web with something else: metadata must be object, is 7 \(of Deployment\)/,
    ],
    ['watch.object', 'web', /sent a watch message that is none: object must be object, is the text "web"/],
    [
      'watch.type',
      'CHANGED',
      /type must be equal to one of the allowed values: ADDED, MODIFIED, DELETED, BOOKMARK, is the text "CHANGED"/,
    ],
    ['watch.object.metadata', undefined, /object must have required property 'metadata'/],
    [
      'watch.object.status',
      'fine',
      /sent a watch message that is none: \w+ default\/web\S*: status must be an object, is the text "fine"/,
    ],
    ['watch.nowMs', 'noon', /nowMs must be number, is the text "noon"/],
    [
      'resources.0.verbs',
      'all',
      /answered "resources" with something else: \[0\]\.verbs must be array, is the text "all"/,
    ],
    ['resources.0', null, /answered "resources" with something else: \[0\] must be object, is null/],
    ['open.kubernetes', 'newest', /says that it is Kubernetes "newest"/],
    [
      'advance.outcome',
      'bored',
      /answered "advance" with something else: outcome must be equal to one of the allowed values/,
    ],
  ];
  for (const [at, value, said] of table)
    it(`says so of ${at}: ${value === undefined ? 'nothing' : JSON.stringify(value)}`, async () => {
      const { code, err, run } = await record({ in: at, ...(value === undefined ? {} : { put: value }) });
      expect(code, err).to.equal(7);
      expect(run.summary).to.include({ errored: 1, scenarios: 1 });
      expect(messageOf(run)).to.match(said);
    });

  // What is missing is not wrong: it may fail a step, but never labproof.
  const missing = [
    'spec',
    'spec.containers',
    'spec.containers.0.name',
    'spec.template',
    'spec.template.spec.containers',
    'spec.selector',
    'spec.replicas',
    'status',
    'status.phase',
    'status.containerStatuses',
    'metadata.uid',
    'metadata.namespace',
    'metadata.labels',
    'metadata.creationTimestamp',
  ];
  for (const where of ['list.items.0', 'get', 'watch.object'])
    it(`lets nothing that is missing from "${where.split('.')[0]}" become a defect of ours`, async () => {
      for (const field of missing) {
        const { code, err, run } = await record({ in: `${where}.${field}` });
        expect(code, `${field}: ${err}`).to.be.oneOf([0, 1, 7]);
        if (code === 7) expect(messageOf(run), field).to.match(/has no |must |cannot deal with/);
      }
    }).timeout(60_000);
});
