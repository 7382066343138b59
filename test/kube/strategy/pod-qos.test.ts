/** QoS classes of pods. */
import { expect } from 'chai';
import { podQosClass } from '../../../src/kube/index.ts';
import type { ResourceRequirements } from '../../../src/kube/index.ts';

const qosOf = (...resources: ResourceRequirements[]): string =>
  podQosClass({ containers: resources.map((each, index) => ({ name: `c${index}`, resources: each })) });

describe('podQosClass', () => {
  it('is BestEffort when nothing is asked for', () => {
    expect(qosOf({}, {})).to.equal('BestEffort');
    expect(qosOf({ requests: { cpu: '0' } })).to.equal('BestEffort');
  });

  it('is Guaranteed when every container’s limits are its requests', () => {
    const full = { cpu: '1', memory: '1Gi' };
    expect(qosOf({ limits: full, requests: { cpu: '1000m', memory: '1024Mi' } })).to.equal('Guaranteed');
    expect(qosOf({ limits: full, requests: full }, {})).to.equal('Burstable');
    expect(qosOf({ limits: full, requests: { cpu: '500m', memory: '1Gi' } })).to.equal('Burstable');
  });

  it('is Burstable in between', () => {
    expect(qosOf({ requests: { memory: '1Mi' } })).to.equal('Burstable');
    expect(qosOf({ limits: { cpu: '1' } })).to.equal('Burstable');
  });
});
