/** Ranges of Kubernetes versions. */
import { expect } from 'chai';
import { parseKubernetesVersion } from '../../src/kube/index.ts';
import { parseVersionRange } from '../../src/scenario/index.ts';

const includes = (range: string, version: string): boolean =>
  parseVersionRange(range)!.includes(parseKubernetesVersion(version)!);

describe('version ranges', () => {
  for (const [range, inside, outside] of [
    ['>=1.18', ['1.18', '1.20.2', '1.36'], ['1.17']],
    ['>=1.18 <1.25', ['1.18', '1.24'], ['1.25', '1.17']],
    ['>1.18, <=1.20', ['1.19', '1.20.9'], ['1.18', '1.21']],
    ['1.20', ['1.20.2'], ['1.19', '1.21']],
    ['v1.20.x', ['1.20.2'], ['1.21']],
    ['!=1.19', ['1.18'], ['1.19']],
    ['1.18 || >=1.22', ['1.18', '1.22'], ['1.19', '1.21']],
  ] as const) {
    it(range, () => {
      for (const version of inside) expect(includes(range, version), version).to.equal(true);
      for (const version of outside) expect(includes(range, version), version).to.equal(false);
    });
  }

  it('refuses what is none', () => {
    for (const text of ['', 'newest', '>=', '1.', '2.0', '>=1.18 and <1.20', '1.18 ||']) {
      expect(parseVersionRange(text), text).to.equal(undefined);
    }
  });
});
