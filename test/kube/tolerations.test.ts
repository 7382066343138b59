/** Tests of taints against tolerations. */
import { expect } from 'chai';
import {
  findUntoleratedTaint,
  matchingTolerations,
  minTolerationSeconds,
  repels,
  toleratesTaint,
} from '../../src/kube/index.ts';

const noExecute = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };

describe('tolerations', () => {
  it('an empty toleration with Exists tolerates everything', () => {
    expect(toleratesTaint({ operator: 'Exists' }, noExecute)).equal(true);
  });
  it('an absent operator means Equal', () => {
    expect(toleratesTaint({ key: 'k', value: 'v' }, { key: 'k', value: 'v', effect: 'NoSchedule' })).equal(
      true,
    );
    expect(toleratesTaint({ key: 'k', value: 'v' }, { key: 'k', value: 'w', effect: 'NoSchedule' })).equal(
      false,
    );
  });
  it('finds the first taint that repels, not one that only prefers', () => {
    const taints = [{ key: 'a', effect: 'PreferNoSchedule' }, noExecute];
    expect(findUntoleratedTaint(taints, [], repels)).equal(noExecute);
  });
  it('a pod stays for the least tolerationSeconds', () => {
    const tolerations = [{ key: noExecute.key, operator: 'Exists' as const, tolerationSeconds: 300 }];
    expect(minTolerationSeconds(matchingTolerations([noExecute], tolerations) ?? [])).equal(300);
    expect(minTolerationSeconds([{ operator: 'Exists' }])).equal(undefined);
    expect(matchingTolerations([noExecute], [])).equal(undefined);
  });
});
