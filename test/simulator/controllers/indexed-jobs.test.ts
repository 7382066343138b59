/** Indexed jobs: every pod has a number, and the job ends when each number has succeeded. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { indexesText } from '../../../src/simulator/controllers/job/completion-indexes.ts';
import { by, testLab, value } from '../bare-world.ts';

type Job = KubeObject & {
  status?: { succeeded?: number; completedIndexes?: string; conditions?: unknown[] };
};

const template = (command: string) => ({
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', command] }],
  },
});

const start = (spec: object, version: string): Simulator => {
  const simulator = createSimulator({ lab: testLab(), version });
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec };
  value(simulator.api.create('jobs.batch', 'default', job, by));
  return simulator;
};

const jobIn = ({ api }: Simulator): Job => value(api.get('jobs.batch', 'default', 'work'));
const podsIn = ({ api }: Simulator): readonly Pod[] =>
  value(api.list('pods', { namespace: 'default' })).items;
const untilOver = (simulator: Simulator): void => {
  const isOver = (): boolean => jobIn(simulator).status?.conditions !== undefined;
  simulator.waitUntil(isOver, simulator.nowMs() + 600_000);
};

const indexed = { completionMode: 'Indexed', completions: 4, parallelism: 2 };
const key = 'batch.kubernetes.io/job-completion-index';

describe('indexed jobs', () => {
  it('number their pods, and tell which numbers are done', () => {
    const simulator = start({ ...indexed, template: template('sleep 1') }, '1.22');
    untilOver(simulator);
    expect(jobIn(simulator).status).to.include({ succeeded: 4, completedIndexes: '0-3' });
    const pods = podsIn(simulator);
    expect(pods.map(({ metadata }) => metadata.annotations?.[key]).sort()).to.deep.equal([
      '0',
      '1',
      '2',
      '3',
    ]);
    expect(pods.map(({ spec }) => spec.hostname).sort()).to.deep.equal([
      'work-0',
      'work-1',
      'work-2',
      'work-3',
    ]);
    for (const pod of pods) expect(pod.metadata.name).to.match(/^work-[0-3]-[a-z0-9]{5}$/);
    expect(pods[0]?.metadata.labels).not.to.have.property(key);
  });

  it('tell each container its number, by a label since 1.28', () => {
    for (const version of ['1.22', '1.28']) {
      const simulator = start({ ...indexed, template: template('echo $JOB_COMPLETION_INDEX') }, version);
      untilOver(simulator);
      const logs = podsIn(simulator).map(({ metadata }) =>
        value(simulator.site.log('default', metadata.name, {})),
      );
      expect(logs.sort(), version).to.deep.equal(['0\n', '1\n', '2\n', '3\n']);
    }
    const newer = start({ ...indexed, template: template('true') }, '1.28');
    untilOver(newer);
    expect(podsIn(newer)[0]?.metadata.labels).to.have.property(key);
  });

  it('run a number again that has failed', () => {
    const once = 'test $JOB_COMPLETION_INDEX != 2';
    const simulator = start({ ...indexed, backoffLimit: 1, template: template(once) }, '1.22');
    untilOver(simulator);
    expect(jobIn(simulator).status?.completedIndexes).to.equal('0,1,3');
    const again = podsIn(simulator).filter(({ metadata }) => metadata.annotations?.[key] === '2');
    expect(again.length).to.be.greaterThan(1);
  });

  it('are refused without a number of completions, and under a name too long', () => {
    const create = (name: string, spec: object) =>
      createSimulator({ lab: testLab(), version: '1.22' }).api.create(
        'jobs.batch',
        'default',
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name },
          spec: { ...spec, template: template('true') },
        },
        by,
      );
    const messageOf = (answer: ReturnType<typeof create>): string =>
      answer.ok ? 'created' : (answer.status.message ?? '');
    expect(messageOf(create('work', { completionMode: 'Indexed', parallelism: 1 }))).to.contain(
      'spec.completions: Required value: when completion mode is Indexed',
    );
    expect(messageOf(create('w'.repeat(63), indexed))).to.contain(
      `will not able to create pod with invalid DNS label: ${'w'.repeat(63)}-3`,
    );
    expect(messageOf(create('work', { completionMode: 'Numbered', completions: 1 }))).to.contain(
      'spec.completionMode: Unsupported value: "Numbered": supported values: ',
    );
  });

  it('write ranges that can be read back', () => {
    expect(indexesText([0, 2, 3, 5, 6, 7])).to.equal('0,2,3,5-7');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40)), (numbers) => {
        const sorted = [...numbers].sort((a, b) => a - b);
        const read = indexesText(sorted)
          .split(',')
          .filter((part) => part !== '')
          .flatMap((part) => {
            const [from = 0, to = from] = part.split('-').map(Number);
            return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
          });
        expect(read).to.deep.equal(sorted);
      }),
    );
  });
});
