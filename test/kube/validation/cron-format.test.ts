/** What is wrong with a cron schedule. */
import { expect } from 'chai';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { cronFormatError } from '../../../src/kube/validation/cron-format.ts';

const v20 = parseKubernetesVersion('1.20.2')!;
const v25 = parseKubernetesVersion('1.25.0')!;

describe('cronFormatError', () => {
  it('accepts schedules', () => {
    for (const schedule of [
      '*/5 * * * *',
      '0 0 1-7 jan,dec mon',
      '@daily',
      '@every 1h30m',
      '0/10 ? * * 0-6',
    ]) {
      expect(cronFormatError(schedule, v20), schedule).to.equal(undefined);
    }
  });

  it('names what is wrong', () => {
    expect(cronFormatError('a b c', v20)).to.equal('Expected exactly 5 fields, found 3: a b c');
    expect(cronFormatError('a b c', v25)).to.equal('expected exactly 5 fields, found 3: [a b c]');
    expect(cronFormatError('0 0 * * 7', v20)).to.equal('End of range (7) above maximum (6): 7');
    expect(cronFormatError('* * 0 * *', v20)).to.equal('Beginning of range (0) below minimum (1): 0');
    expect(cronFormatError('5-1 * * * *', v20)).to.equal(
      'Beginning of range (5) beyond end of range (1): 5-1',
    );
    expect(cronFormatError('1-2-3 * * * *', v20)).to.equal('Too many hyphens: 1-2-3');
    expect(cronFormatError('*/0 * * * *', v20)).to.equal('Step of range should be a positive number: */0');
    expect(cronFormatError('@never', v20)).to.equal('Unrecognized descriptor: @never');
  });
});
