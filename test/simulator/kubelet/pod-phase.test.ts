/** The phase of a pod, and its conditions. */
import { expect } from 'chai';
import type { ContainerState, ContainerStatus, PodSpec } from '../../../src/kube/index.ts';
import {
  containersReadyCondition,
  podInitializedCondition,
  podReadyCondition,
} from '../../../src/simulator/kubelet/pod-conditions.ts';
import { podPhase } from '../../../src/simulator/kubelet/pod-phase.ts';

const status = (name: string, state: ContainerState, ready = false, lastState: ContainerState = {}): ContainerStatus => ({
  name, state, ready, lastState, restartCount: 0, image: '', imageID: '',
}); // prettier-ignore
const spec = (restartPolicy: PodSpec['restartPolicy'], names = ['a'], initNames: string[] = []): PodSpec => ({
  restartPolicy: restartPolicy ?? 'Always',
  containers: names.map((name) => ({ name })),
  ...(initNames.length === 0 ? {} : { initContainers: initNames.map((name) => ({ name })) }),
});
const ended = (exitCode: number): ContainerState => ({ terminated: { exitCode } });

describe('the phase of a pod', () => {
  it('is Pending until every container has started', () => {
    expect(
      podPhase(spec('Always', ['a', 'b']), [status('a', { running: {} }), status('b', { waiting: {} })]),
    ).to.equal('Pending');
    expect(podPhase(spec('Always', ['a', 'b']), [status('a', { running: {} })])).to.equal('Pending');
    expect(
      podPhase(spec('Always', ['a', 'b']), [status('a', { running: {} }), status('b', { running: {} })]),
    ).to.equal('Running');
  });
  it('follows the restart policy when all have ended', () => {
    expect(podPhase(spec('Always'), [status('a', ended(0))])).to.equal('Running');
    expect(podPhase(spec('OnFailure'), [status('a', ended(0))])).to.equal('Succeeded');
    expect(podPhase(spec('OnFailure'), [status('a', ended(1))])).to.equal('Running');
    expect(podPhase(spec('Never'), [status('a', ended(1))])).to.equal('Failed');
  });
  it('is Failed when an init container failed for good', () => {
    expect(podPhase(spec('Never', ['a'], ['i']), [status('i', ended(1))])).to.equal('Failed');
    expect(podPhase(spec('Always', ['a'], ['i']), [status('i', ended(1))])).to.equal('Pending');
  });
});

describe('the conditions of a pod', () => {
  it('name the containers that are not ready', () => {
    const statuses = [status('a', { running: {} }, true), status('b', { running: {} })];
    expect(containersReadyCondition(spec('Always', ['a', 'b']), statuses, 'Running')).to.deep.equal({
      type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [b]',
    }); // prettier-ignore
    expect(podReadyCondition(spec('Always', ['a']), [], statuses, 'Running')).to.deep.equal({
      type: 'Ready',
      status: 'True',
    });
  });
  it('wait for readiness gates', () => {
    const gated = { ...spec('Always'), readinessGates: [{ conditionType: 'x/y' }] };
    const statuses = [status('a', { running: {} }, true)];
    expect(podReadyCondition(gated, [], statuses, 'Running').message).to.equal(
      'corresponding condition of pod readiness gate "x/y" does not exist.',
    );
    expect(podReadyCondition(gated, [{ type: 'x/y', status: 'True' }], statuses, 'Running').status).to.equal(
      'True',
    );
  });
  it('count a completed pod as initialised', () => {
    expect(podInitializedCondition(spec('Never', ['a'], ['i']), [status('i', ended(0), true)], 'Succeeded')).to.deep.equal({
      type: 'Initialized', status: 'True', reason: 'PodCompleted',
    }); // prettier-ignore
  });
});
