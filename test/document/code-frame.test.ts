/** The code frame: what is marked can be seen, however long its line. */
import { expect } from 'chai';
import { renderCodeFrame } from '../../src/document/index.ts';

const frame = (source: string, column: number, endColumn: number, width: number): string[] =>
  renderCodeFrame(source, { file: 'a.yaml', line: 1, column, endColumn }, { width, context: 0 }).split('\n');

const underlined = ([row = '', marks = '']: string[]): string =>
  [...row].filter((_, index) => marks[index] === '^').join('');

describe('a code frame', () => {
  it('shows the start of a line where the mark stands there', () => {
    const rows = frame(`key: value ${'x'.repeat(100)}`, 6, 11, 40);
    expect(underlined(rows)).to.equal('value');
    expect(rows[0]).to.match(/^> 1 \| key: value x+…$/);
  });

  it('leaves out the start of a line where the mark stands beyond the edge', () => {
    const rows = frame(`${'x'.repeat(100)}{status: True}`, 110, 114, 40);
    expect(underlined(rows)).to.equal('True');
    expect(rows[0]).to.match(/^> 1 \| …x+\{status: True}$/);
  });

  it('begins with the mark where the mark alone is longer than the row', () => {
    const rows = frame(`${'x'.repeat(50)}${'y'.repeat(90)}`, 51, 141, 40);
    expect(underlined(rows)).to.match(/^…y+…?$/);
    for (const row of rows) expect(row.length).to.be.at.most(40);
  });

  it('never exceeds its width', () => {
    for (let column = 1; column < 150; column++)
      for (const row of frame('z'.repeat(150), column, column + 3, 40)) expect(row.length).to.be.at.most(40);
  });
});
