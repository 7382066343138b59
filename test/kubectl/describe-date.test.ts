import { expect } from 'chai';
import { dateText } from '../../src/kubectl/describe/date-text.ts';

describe('dates of a description', () => {
  it('stand in the time zone of the workstation', () => {
    expect(dateText('2024-12-19T12:21:59Z', 'UTC')).to.equal('Thu, 19 Dec 2024 12:21:59 +0000');
    expect(dateText('2024-12-19T12:21:59Z', 'Asia/Seoul')).to.equal('Thu, 19 Dec 2024 21:21:59 +0900');
    expect(dateText('2024-09-09T00:30:00Z', 'America/New_York')).to.equal('Sun, 08 Sep 2024 20:30:00 -0400');
    expect(dateText(undefined, 'UTC')).to.equal('Mon, 01 Jan 0001 00:00:00 +0000');
  });
});
