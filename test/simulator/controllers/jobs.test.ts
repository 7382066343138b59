/** Jobs and cron jobs on the whole simulated cluster. */
import { expect } from 'chai';
import type { Event, KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

type Job = KubeObject & {
  spec: object;
  status?: {
    active?: number;
    succeeded?: number;
    failed?: number;
    conditions?: { type: string; reason?: string }[];
  };
};

const program = (exitCode: number, seconds = 1) => ({
  spec: {
    restartPolicy: 'Never',
    containers: [
      { name: 'c', image: 'busybox', command: ['sh', '-c', `sleep ${seconds}; exit ${exitCode}`] },
    ],
  },
});

const start = (spec: object, version = '1.20'): Simulator => {
  const simulator = createSimulator({ lab: testLab(), version });
  value(
    simulator.api.create(
      'jobs.batch',
      'default',
      { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec } as unknown as KubeObject,
      by,
    ),
  );
  return simulator;
};

const jobIn = ({ api }: Simulator): Job => value(api.get('jobs.batch', 'default', 'work')) as Job;
const podsIn = ({ api }: Simulator): readonly Pod[] =>
  value(api.list('pods', { namespace: 'default' })).items;
const reasonsIn = ({ api }: Simulator, name: RegExp): string[] =>
  (value(api.list('events', { namespace: 'default' })).items as readonly Event[])
    .filter(({ involvedObject }) => name.test(involvedObject.name ?? ''))
    .map(({ reason = '' }) => reason);
const isOver = (simulator: Simulator) => () => jobIn(simulator).status?.conditions !== undefined;
const minutes = (simulator: Simulator, count: number): number => simulator.nowMs() + count * 60_000;

describe('job controller', () => {
  it('gives a job that has no labels those of its template, with its first change', () => {
    const simulator = start({ template: program(0) });
    expect(jobIn(simulator).metadata.labels).to.equal(undefined);
    simulator.waitUntil(isOver(simulator), minutes(simulator, 5));
    const { uid, labels } = jobIn(simulator).metadata;
    expect(labels).to.deep.equal({ 'controller-uid': uid, 'job-name': 'work' });
  });

  it('runs as many pods at a time as may be, until enough have succeeded', () => {
    const simulator = start({ completions: 5, parallelism: 2, template: program(0) });
    let most = 0;
    const done = isOver(simulator);
    simulator.waitUntil(
      () => {
        most = Math.max(most, jobIn(simulator).status?.active ?? 0);
        return done();
      },
      minutes(simulator, 5),
    );
    const { status } = jobIn(simulator);
    expect(most).to.equal(2);
    expect(status).to.include({ succeeded: 5 });
    expect(status).not.to.have.property('active');
    expect(status?.conditions?.map(({ type }) => type)).to.deep.equal(['Complete']);
    expect(podsIn(simulator)).to.have.length(5);
    simulator.runUntil(simulator.nowMs() + 1000);
    expect(reasonsIn(simulator, /^work$/)).to.deep.equal([
      ...Array<string>(5).fill('SuccessfulCreate'),
      'Completed',
    ]);
  });

  it('tries again later and later, and gives up', () => {
    const simulator = start({ backoffLimit: 2, template: program(1) });
    expect(simulator.waitUntil(isOver(simulator), minutes(simulator, 10))).to.equal('met');
    const { status } = jobIn(simulator);
    expect(status?.conditions?.[0]).to.include({ type: 'Failed', reason: 'BackoffLimitExceeded' });
    expect(status).to.include({ failed: podsIn(simulator).length });
    const created = podsIn(simulator)
      .map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? '') / 1000)
      .sort((a, b) => a - b);
    expect(created).to.have.length(3);
    expect(created[2]! - created[1]!).to.be.greaterThan(5);
  });

  it('stops a job whose time is up', () => {
    const simulator = start({ activeDeadlineSeconds: 20, template: program(0, 300) });
    expect(simulator.waitUntil(isOver(simulator), minutes(simulator, 2))).to.equal('met');
    expect(jobIn(simulator).status?.conditions?.[0]).to.include({
      type: 'Failed',
      reason: 'DeadlineExceeded',
    });
    expect(jobIn(simulator).status).to.include({ failed: 1 });
    expect(simulator.waitUntil(() => podsIn(simulator).length === 0, minutes(simulator, 2))).to.equal('met');
  });

  it('keeps finished jobs for their time to live, since 1.21', () => {
    const simulator = start({ ttlSecondsAfterFinished: 30, template: program(0) }, '1.22');
    const isGone = () => !simulator.api.get('jobs.batch', 'default', 'work').ok;
    expect(simulator.waitUntil(isOver(simulator), minutes(simulator, 1))).to.equal('met');
    const finishedMs = simulator.nowMs();
    expect(simulator.waitUntil(isGone, minutes(simulator, 2))).to.equal('met');
    expect(simulator.nowMs() - finishedMs).to.be.within(29_000, 45_000);
  });
});

const cron = (version: string, spec: object = {}): Simulator => {
  const simulator = createSimulator({ lab: testLab(), version });
  const object = {
    apiVersion: Number(version.slice(2)) < 21 ? 'batch/v1beta1' : 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: program(0, 5) } }, ...spec },
  };
  value(simulator.api.create('cronjobs.batch', 'default', object as unknown as KubeObject, by));
  return simulator;
};

const jobsIn = ({ api }: Simulator): readonly Job[] =>
  value(api.list('jobs.batch', { namespace: 'default' })).items as readonly Job[];

describe('cron job controller', () => {
  for (const [version, name] of [
    ['1.20', /^tick-\d{10}$/],
    ['1.22', /^tick-\d{8}$/],
  ] as const) {
    it(`starts a job every minute and keeps the last three: ${version}`, () => {
      const simulator = cron(version);
      simulator.runUntil(minutes(simulator, 6));
      const jobs = jobsIn(simulator);
      expect(jobs.length).to.be.within(3, 4);
      for (const { metadata } of jobs) expect(metadata.name).to.match(name);
      expect(reasonsIn(simulator, /^tick$/)).to.include.members([
        'SuccessfulCreate',
        'SawCompletedJob',
        'SuccessfulDelete',
      ]);
    });
  }

  it('goes by the clocks of its time zone, since 1.25', () => {
    const hoursOf = (version: string): number[] => {
      const simulator = cron(version, { schedule: '0 9 * * *', timeZone: 'Asia/Seoul' });
      simulator.runUntil(minutes(simulator, 25 * 60));
      return jobsIn(simulator).map(({ metadata }) => Number(metadata.creationTimestamp?.slice(11, 13)));
    };
    expect(hoursOf('1.25')).to.deep.equal([0]);
    expect(hoursOf('1.24')).to.deep.equal([9]);
  });

  it('replaces a job that still runs, or lets it run, or runs many', () => {
    const running = (concurrencyPolicy: string): number => {
      const simulator = cron('1.20', {
        concurrencyPolicy,
        jobTemplate: { spec: { template: program(0, 600) } },
      });
      simulator.runUntil(minutes(simulator, 4));
      return jobsIn(simulator).filter(({ status }) => status?.active === 1).length;
    };
    expect(running('Forbid')).to.equal(1);
    expect(running('Replace')).to.equal(1);
    expect(running('Allow')).to.be.within(3, 4);
  });
});
