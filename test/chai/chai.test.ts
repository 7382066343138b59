/** labproof/chai: assertions over live objects and labs. */
import { AssertionError, expect, use } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import labproof from '../../src/chai/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import { InvalidInputError } from '../../src/core/index.ts';
import { loadLab } from '../../src/scenario/index.ts';

use(labproof);

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('labproof/chai', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas: 3, template: { spec: { containers: [{ name: 'a', image: 'nginx:1.16.0' }] } } },
  };

  it('matches a partial object', () => {
    expect(deployment).to.matchObject({
      spec: {
        replicas: { $gte: 2 },
        template: { spec: { containers: [{ name: 'a', image: 'nginx:1.16.0' }] } },
      },
    });
    expect(deployment).to.not.matchObject({ spec: { replicas: 2 } });
  });

  it('fails with both sides', () => {
    const attempt = (): void => expect(deployment).to.matchObject({ spec: { replicas: 2 } });
    expect(attempt)
      .to.throw(AssertionError, 'spec.replicas: expected 2, found 3')
      .that.deep.include({ showDiff: true });
  });

  it('refuses a matcher that there is not', () => {
    expect(() => expect(deployment).to.matchObject({ spec: { replicas: { $gt3: 2 } } })).to.throw(
      InvalidInputError,
    );
  });

  it('waits until a lab reaches a state, in virtual time, and says what is missing', async () => {
    const { lab } = await loadLab('scenarios/lab.yaml');
    const backend = createSimulatorBackend({ lab: lab!, seed: 1 });
    await runKubectl('create deployment web --image=nginx:1.16.0', backend);
    await expect(backend).to.reach(
      [{ 'deployment/web': { status: { readyReplicas: 1 } } }, { pods: { selector: 'app=web' }, count: 1 }],
      { within: '60s', hold: '5s' },
    );
    const error = await rejection(
      expect(backend).to.reach({ 'deployment/web': { status: { readyReplicas: 2 } } }, { within: '10s' }),
    );
    expect(error).to.be.instanceOf(AssertionError);
    expect((error as Error).message).to.contain('status.readyReplicas: expected 2, found 1');
    expect(
      await rejection(
        expect(backend).to.reach({ pods: { selector: 'app=web' }, count: 1 }, { within: 'soon' }),
      ),
    ).to.be.instanceOf(TypeError);
  });
});
