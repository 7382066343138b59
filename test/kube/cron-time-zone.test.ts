/** Cron schedules by the clocks of a time zone. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { nextCronTime, parseCron, parseKubernetesVersion } from '../../src/kube/index.ts';
import { isTimeZone, zoneOffsetMs } from '../../src/kube/time-zone.ts';

const version = parseKubernetesVersion('1.36')!;

const after = (schedule: string, zone: string, from: string, count: number): string[] => {
  const parsed = parseCron(schedule, version);
  if ('error' in parsed) throw new Error(parsed.error);
  const times: string[] = [];
  for (let atMs: number | undefined = Date.parse(from); times.length < count;) {
    atMs = nextCronTime(parsed.value, atMs, zone);
    if (atMs === undefined) break;
    times.push(new Date(atMs).toISOString().slice(0, 16));
  }
  return times;
};

describe('a schedule in a time zone', () => {
  it('goes by its clocks', () => {
    expect(after('0 9 * * *', 'Asia/Seoul', '2024-12-19T12:00:00Z', 2)).to.deep.equal([
      '2024-12-20T00:00',
      '2024-12-21T00:00',
    ]);
  });

  it('leaves out a time that the clocks skip', () => {
    expect(after('30 2 * * *', 'America/New_York', '2024-03-09T00:00:00Z', 3)).to.deep.equal([
      '2024-03-09T07:30',
      '2024-03-11T06:30',
      '2024-03-12T06:30',
    ]);
  });

  it('comes twice at a time that the clocks show twice', () => {
    expect(after('30 1 * * *', 'America/New_York', '2024-11-03T00:00:00Z', 3)).to.deep.equal([
      '2024-11-03T05:30',
      '2024-11-03T06:30',
      '2024-11-04T06:30',
    ]);
  });

  it('does not miss the first minute after the clocks change', () => {
    expect(after('0 3 10 3 *', 'America/New_York', '2024-03-10T00:00:00Z', 1)).to.deep.equal([
      '2024-03-10T07:00',
    ]);
  });

  it('only comes when the clocks show it, and never misses it', () => {
    const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kolkata'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1_700_000_000, max: 1_760_000_000 }),
        (zone, minute, hour, seconds) => {
          const parsed = parseCron(`${minute} ${hour} * * *`, version);
          if ('error' in parsed) throw new Error(parsed.error);
          const fromMs = seconds * 1000;
          const nextMs = nextCronTime(parsed.value, fromMs, zone)!;
          const isShown = (atMs: number): boolean => {
            const shown = new Date(atMs + zoneOffsetMs(zone, atMs));
            return shown.getUTCHours() === hour && shown.getUTCMinutes() === minute;
          };
          expect(nextMs).to.be.greaterThan(fromMs);
          expect(isShown(nextMs)).to.equal(true);
          for (let atMs = Math.ceil((fromMs + 1) / 60_000) * 60_000; atMs < nextMs; atMs += 60_000)
            expect(isShown(atMs), new Date(atMs).toISOString()).to.equal(false);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('time zones', () => {
  it('are known by their names', () => {
    for (const zone of ['UTC', 'Asia/Seoul', 'Etc/GMT+3']) expect(isTimeZone(zone), zone).to.equal(true);
    for (const zone of ['', 'Asia/Soul', '+09:00', 'bad timezone'])
      expect(isTimeZone(zone), zone).to.equal(false);
  });
});
