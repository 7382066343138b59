import { mock } from 'node:test';
import { expect } from 'chai';
import { askForLife } from '../../src/serve/sessions/ask-for-life.ts';

describe('askForLife', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  const passMinutes = (minutes: number): void => {
    for (let half = 0; half < 2 * minutes; half++) mock.timers.tick(30_000);
  };

  it('gives up on who is silent for more than two minutes', () => {
    let [asked, ended] = [0, 0];
    askForLife(
      () => asked++,
      () => ended++,
    );
    passMinutes(2);
    expect([asked, ended]).to.deep.equal([4, 0]);
    passMinutes(5);
    expect([asked, ended]).to.deep.equal([4, 1]);
  });

  it('never gives up on who answers, nor asks who has gone', () => {
    let [asked, ended] = [0, 0];
    const signs = askForLife(
      () => {
        asked++;
        signs.note();
      },
      () => ended++,
    );
    passMinutes(60);
    expect([asked, ended]).to.deep.equal([120, 0]);
    signs.stop();
    passMinutes(60);
    expect(asked).to.equal(120);
  });
});
