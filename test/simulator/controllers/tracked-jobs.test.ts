/** Jobs whose pods are held by a finalizer until they are counted, and the policies that build on it. */
import { expect } from 'chai';
import type { Condition, Event, KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

interface Status {
  active?: number;
  ready?: number;
  terminating?: number;
  succeeded?: number;
  failed?: number;
  completedIndexes?: string;
  failedIndexes?: string;
  startTime?: string;
  uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] };
  conditions?: Condition[];
}
type Job = KubeObject & { spec: { suspend?: boolean }; status?: Status };

const finalizer = 'batch.kubernetes.io/job-tracking';

const program = (command: string) => ({
  spec: {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', command] }],
  },
});

class Jobs {
  readonly simulator: Simulator;
  /** Every status that the job has had, and every set of finalizers that one of its pods had. */
  readonly statuses: Status[] = [];

  constructor(version: string, spec: object) {
    this.simulator = createSimulator({ lab: testLab(), version });
    const { api } = this.simulator;
    api.watch('jobs.batch', {}, ({ object }: { object: KubeObject }) => {
      this.statuses.push((object as Job).status ?? {});
    });
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec };
    value(api.create('jobs.batch', 'default', job as unknown as KubeObject, by));
  }

  run(seconds: number): void {
    this.simulator.runUntil(this.simulator.nowMs() + seconds * 1000);
  }

  get job(): Job {
    return value(this.simulator.api.get('jobs.batch', 'default', 'work')) as Job;
  }

  get status(): Status {
    return this.job.status ?? {};
  }

  get pods(): readonly Pod[] {
    return value(this.simulator.api.list('pods', { namespace: 'default' })).items;
  }

  get held(): number {
    return this.pods.filter(({ metadata }) => metadata.finalizers?.includes(finalizer)).length;
  }

  /** "Type=Status Reason: message" of each condition. */
  get conditions(): string[] {
    return (this.status.conditions ?? []).map(
      ({ type, status, reason = '', message = '' }) => `${type}=${status} ${reason}: ${message}`,
    );
  }

  get told(): string[] {
    return (value(this.simulator.api.list('events', { namespace: 'default' })).items as readonly Event[])
      .filter(({ involvedObject }) => involvedObject.name === 'work')
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  }

  delete(propagationPolicy: 'Background' | 'Foreground' | 'Orphan'): void {
    value(this.simulator.api.delete('jobs.batch', 'default', 'work', { propagationPolicy }, by));
  }
}

describe('jobs that track their pods', () => {
  it('hold them from 1.25 on, and not before', () => {
    for (const [version, held] of [
      ['1.24', 0],
      ['1.25', 2],
    ] as const) {
      const jobs = new Jobs(version, { completions: 2, parallelism: 2, template: program('sleep 20') });
      jobs.run(10);
      expect(jobs.held, version).to.equal(held);
      expect(jobs.status).to.deep.include({ active: 2, ready: 2 });
      expect('uncountedTerminatedPods' in jobs.status).to.equal(held > 0);
    }
  });

  it('count each pod once: written down, let go, counted', () => {
    const jobs = new Jobs('1.26', { completions: 3, parallelism: 2, template: program('sleep 2') });
    jobs.run(60);
    expect(jobs.held).to.equal(0);
    expect(jobs.pods).to.have.length(3);
    expect(jobs.status).to.deep.include({ succeeded: 3, ready: 0, uncountedTerminatedPods: {} });
    expect(jobs.conditions).to.deep.equal(['Complete=True : ']);
    const sums = jobs.statuses.map(
      ({ succeeded = 0, uncountedTerminatedPods }) =>
        succeeded + (uncountedTerminatedPods?.succeeded?.length ?? 0),
    );
    expect(Math.max(...sums)).to.equal(3);
    expect(sums).to.deep.equal([...sums].sort((a, b) => a - b));
    expect(
      jobs.statuses.some(({ uncountedTerminatedPods }) => uncountedTerminatedPods?.succeeded !== undefined),
    ).to.equal(true);
  });

  it('count a pod that somebody deletes as failed, and replace it', () => {
    const jobs = new Jobs('1.26', { template: program('sleep 20') });
    jobs.run(5);
    const name = jobs.pods[0]!.metadata.name;
    value(jobs.simulator.api.delete('pods', 'default', name, {}, by));
    jobs.run(60);
    expect(jobs.status).to.deep.include({ succeeded: 1, failed: 1 });
    expect(jobs.pods.map(({ metadata }) => metadata.name)).not.to.include(name);
  });

  for (const [propagationPolicy, left] of [
    ['Background', 0],
    ['Foreground', 0],
    ['Orphan', 2],
  ] as const)
    it(`let their pods go when they are deleted: ${propagationPolicy}`, () => {
      const jobs = new Jobs('1.28', { completions: 2, parallelism: 2, template: program('sleep 900') });
      jobs.run(10);
      expect(jobs.held).to.equal(2);
      jobs.delete(propagationPolicy);
      jobs.run(60);
      expect(jobs.simulator.api.get('jobs.batch', 'default', 'work').ok).to.equal(false);
      expect(jobs.pods).to.have.length(left);
      expect(jobs.held).to.equal(0);
    });

  it('put new pods off after each failure, and give up when one too many has failed', () => {
    const jobs = new Jobs('1.30', { backoffLimit: 2, template: program('exit 1') });
    jobs.run(9);
    expect(jobs.status).to.deep.include({ failed: 1 });
    expect(jobs.pods).to.have.length(1);
    jobs.run(8);
    expect(jobs.status).to.deep.include({ failed: 2 });
    expect(jobs.pods).to.have.length(2);
    jobs.run(60);
    expect(jobs.status).to.deep.include({ failed: 3 });
    expect(jobs.conditions).to.deep.equal([
      'Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit',
    ]);
    expect(jobs.told.at(-1)).to.equal('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('announce their end, since 1.31, and are over when no pod terminates any more', () => {
    const jobs = new Jobs('1.31', {
      activeDeadlineSeconds: 10,
      template: {
        spec: { ...program('trap "" TERM; sleep 900').spec, terminationGracePeriodSeconds: 5 },
      },
    });
    jobs.run(12);
    const why = 'DeadlineExceeded: Job was active longer than specified deadline';
    expect(jobs.conditions).to.deep.equal([`FailureTarget=True ${why}`]);
    expect(jobs.status).to.deep.include({ terminating: 1 });
    jobs.run(20);
    expect(jobs.conditions).to.deep.equal([`FailureTarget=True ${why}`, `Failed=True ${why}`]);
    expect(jobs.status).to.deep.include({ terminating: 0, ready: 0, failed: 1 });
    expect(jobs.told.at(-1)).to.equal(why);
  });

  it('say since 1.31 why they are complete', () => {
    const jobs = new Jobs('1.31', { template: program('exit 0') });
    jobs.run(30);
    const why = 'CompletionsReached: Reached expected number of succeeded pods';
    expect(jobs.conditions).to.deep.equal([`SuccessCriteriaMet=True ${why}`, `Complete=True ${why}`]);
    expect(jobs.told.at(-1)).to.equal('Completed: Job completed');
  });

  it('stop their pods while they are suspended, and start anew', () => {
    const jobs = new Jobs('1.27', { suspend: true, template: program('sleep 30') });
    jobs.run(10);
    expect(jobs.pods).to.have.length(0);
    expect(jobs.conditions).to.deep.equal(['Suspended=True JobSuspended: Job suspended']);
    expect(jobs.status.startTime).to.equal(undefined);
    const suspend = (isHeld: boolean): void => {
      const patch = { spec: { suspend: isHeld } };
      value(jobs.simulator.api.patch('jobs.batch', 'default', 'work', 'merge-patch+json', patch, by));
    };
    suspend(false);
    jobs.run(10);
    expect(jobs.status).to.deep.include({ active: 1 });
    expect(jobs.conditions).to.deep.equal(['Suspended=False JobResumed: Job resumed']);
    suspend(true);
    jobs.run(20);
    expect(jobs.pods).to.have.length(0);
    suspend(false);
    jobs.run(60);
    expect(jobs.conditions).to.deep.equal(['Suspended=False JobResumed: Job resumed', 'Complete=True : ']);
    expect(jobs.told).to.include.members(['Suspended: Job suspended', 'Resumed: Job resumed']);
  });
});

describe('pod failure policies', () => {
  const failing = (exitCode: number, rules: object[], rest: object = {}) => ({
    backoffLimit: 1,
    template: program(`exit ${exitCode}`),
    podFailurePolicy: { rules },
    ...rest,
  });
  const onCode = (action: string, ...values: number[]) => ({
    action,
    onExitCodes: { operator: 'In', values },
  });

  it('fail the job at once', () => {
    for (const version of ['1.26', '1.31']) {
      const jobs = new Jobs(version, failing(42, [onCode('Ignore', 3), onCode('FailJob', 42)]));
      jobs.run(30);
      const [pod] = jobs.pods;
      const why = `PodFailurePolicy: Container c for pod default/${pod?.metadata.name ?? ''} failed with exit code 42 matching FailJob rule at index 1`;
      expect(jobs.conditions, version).to.deep.equal([`FailureTarget=True ${why}`, `Failed=True ${why}`]);
      expect(jobs.pods).to.have.length(1);
      expect(jobs.told.at(-1)).to.equal(why);
    }
  });

  it('do not count what is to be ignored', () => {
    const jobs = new Jobs('1.29', failing(3, [onCode('Ignore', 3)]));
    jobs.run(120);
    expect(jobs.status.failed ?? 0).to.equal(0);
    expect(jobs.pods.length).to.be.greaterThan(2);
    expect(jobs.conditions).to.deep.equal([]);
  });

  it('ignore pods that others have sent away', () => {
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }];
    const jobs = new Jobs('1.26', {
      backoffLimit: 0,
      template: program('sleep 20'),
      podFailurePolicy: { rules },
    });
    jobs.run(6);
    const [pod] = jobs.pods;
    const { name = '' } = pod?.metadata ?? {};
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
    value(jobs.simulator.api.post('pods', 'default', name, 'eviction', eviction, by));
    const evicted = value(jobs.simulator.api.get('pods', 'default', name)) as Pod;
    expect(evicted.status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).to.include({
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
    jobs.run(90);
    expect(jobs.conditions).to.deep.equal(['Complete=True : ']);
    expect(jobs.status.failed ?? 0).to.equal(0);
  });

  it('have no say before 1.26', () => {
    const jobs = new Jobs('1.25', failing(42, [onCode('FailJob', 42)]));
    jobs.run(90);
    expect(jobs.conditions[0]).to.match(/^Failed=True BackoffLimitExceeded/);
  });

  it('fail one index only, since 1.29', () => {
    const jobs = new Jobs('1.29', {
      completions: 3,
      parallelism: 3,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 1,
      template: program('test $JOB_COMPLETION_INDEX -eq 0'),
      podFailurePolicy: { rules: [onCode('Count', 1)] },
    });
    jobs.run(120);
    expect(jobs.status).to.deep.include({
      completedIndexes: '0',
      failedIndexes: '1,2',
      succeeded: 1,
      failed: 4,
    });
    expect(jobs.conditions).to.deep.equal(['Failed=True FailedIndexes: Job has failed indexes']);
    const counts = jobs.pods.map(
      ({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'],
    );
    expect(counts.sort()).to.deep.equal(['0', '0', '0', '1', '1']);
    expect(jobs.held).to.equal(0);
  });
});

describe('success policies', () => {
  it('end a job when the chosen indexes have succeeded', () => {
    const jobs = new Jobs('1.31', {
      completions: 4,
      parallelism: 4,
      completionMode: 'Indexed',
      template: program('test $JOB_COMPLETION_INDEX -eq 2 || sleep 900'),
      successPolicy: { rules: [{ succeededIndexes: '0-1' }, { succeededIndexes: '2-3', succeededCount: 1 }] },
    });
    jobs.run(60);
    const why = 'SuccessPolicy: Matched rules at index 1';
    expect(jobs.conditions).to.deep.equal([`SuccessCriteriaMet=True ${why}`, `Complete=True ${why}`]);
    expect(jobs.status).to.deep.include({ succeeded: 1, completedIndexes: '2' });
    expect(jobs.status.failed ?? 0).to.equal(0);
    expect(jobs.pods).to.have.length(1);
  });
});

describe('pod replacement policies', () => {
  for (const [podReplacementPolicy, atOnce] of [
    ['TerminatingOrFailed', 2],
    ['Failed', 1],
  ] as const)
    it(`${podReplacementPolicy}: ${atOnce} at a time while one terminates`, () => {
      const template = {
        spec: { ...program('trap "" TERM; sleep 900').spec, terminationGracePeriodSeconds: 20 },
      };
      const jobs = new Jobs('1.29', { podReplacementPolicy, template });
      jobs.run(5);
      value(jobs.simulator.api.delete('pods', 'default', jobs.pods[0]!.metadata.name, {}, by));
      jobs.run(15);
      expect(jobs.pods.filter(({ status }) => status?.phase === 'Running')).to.have.length(atOnce);
      if (atOnce === 1) expect(jobs.status).to.deep.include({ terminating: 1 });
      jobs.run(60);
      expect(jobs.pods).to.have.length(1);
      expect(jobs.status).to.deep.include({ active: 1, failed: 1, terminating: 0 });
    });
});

describe('job policies at the API server', () => {
  const create = (version: string, spec: object) => {
    const { api } = createSimulator({ lab: testLab(), version });
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec };
    return api.create('jobs.batch', 'default', job as unknown as KubeObject, by);
  };
  const template = program('exit 0');
  const made = (version: string, spec: object): Record<string, unknown> =>
    (value(create(version, { template, ...spec })) as unknown as { spec: Record<string, unknown> }).spec;
  const refused = (version: string, spec: object): string => {
    const answer = create(version, { template, ...spec });
    return answer.ok ? '' : (answer.status.message ?? '');
  };

  it('are dropped before their time', () => {
    const rules = [{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget' }] }];
    expect(made('1.25', { podFailurePolicy: { rules } })).not.to.have.property('podFailurePolicy');
    const kept = made('1.29', { podFailurePolicy: { rules } });
    expect(kept['podReplacementPolicy']).to.equal('Failed');
    expect(JSON.stringify(kept['podFailurePolicy'])).to.include('"status":"True"');
    const indexed = { completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 1 };
    expect(made('1.27', indexed)).to.include({ backoffLimit: 6 });
    expect(made('1.29', indexed)).to.include({ backoffLimit: 2_147_483_647 });
  });

  it('are refused where they make no sense', () => {
    const rule = { action: 'Sing', onExitCodes: { operator: 'In', values: [0, 2, 1], containerName: 'x' } };
    const message = refused('1.29', { podFailurePolicy: { rules: [rule, { action: 'FailIndex' }] } });
    for (const part of [
      'spec.podFailurePolicy.rules[0].action: Unsupported value: "Sing": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
      'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template',
      'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator',
      'must be ordered',
      'spec.podFailurePolicy.rules[1].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
      'specifying one of OnExitCodes and OnPodConditions is required',
    ])
      expect(message).to.include(part);
    expect(refused('1.29', { backoffLimitPerIndex: 1 })).to.include(
      'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode',
    );
    expect(refused('1.31', { successPolicy: { rules: [{ succeededCount: 1 }] } })).to.include(
      'requires indexed completion mode',
    );
  });

  it('label pods with a prefix, too, since 1.27', () => {
    const selectors = (version: string) =>
      Object.keys((made(version, {})['selector'] as { matchLabels: object }).matchLabels);
    expect(selectors('1.26')).to.deep.equal(['controller-uid']);
    expect(selectors('1.27')).to.deep.equal(['batch.kubernetes.io/controller-uid']);
  });
});
