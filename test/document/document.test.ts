/** YAML with positions, code frames, nearest names, durations. */
import { expect } from 'chai';
import {
  editDistance,
  nearestName,
  parseDuration,
  Problems,
  readYaml,
  renderCodeFrame,
  toPlain,
} from '../../src/document/index.ts';
import type { SourceNode } from '../../src/document/index.ts';

const read = (text: string, version?: '1.1' | '1.2'): { roots: readonly SourceNode[]; codes: string[] } => {
  const problems = new Problems();
  const roots = readYaml('x.yaml', text, problems, version === undefined ? {} : { version });
  return {
    roots,
    codes: problems.list.map(({ code, position }) => `${position?.line}:${position?.column} ${code}`),
  };
};

describe('YAML', () => {
  it('every part knows its place', () => {
    const [root] = read('a:\n  - b: "x"\n').roots;
    expect(root).to.deep.equal({
      kind: 'map',
      position: { file: 'x.yaml', line: 1, column: 1 },
      entries: [
        {
          key: 'a',
          keyPosition: { file: 'x.yaml', line: 1, column: 1, endColumn: 2 },
          value: {
            kind: 'list',
            position: { file: 'x.yaml', line: 2, column: 3 },
            items: [
              {
                kind: 'map',
                position: { file: 'x.yaml', line: 2, column: 5 },
                entries: [
                  {
                    key: 'b',
                    keyPosition: { file: 'x.yaml', line: 2, column: 5, endColumn: 6 },
                    value: {
                      kind: 'scalar',
                      value: 'x',
                      position: { file: 'x.yaml', line: 2, column: 8, endColumn: 11 },
                    },
                  },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  it('block texts tell where they begin', () => {
    const [root] = read('a: |\n\n    one\n    two\nb: 1\n').roots;
    const value = root?.kind === 'map' ? root.entries[0]!.value : undefined;
    expect(value).to.deep.include({ value: '\none\ntwo\n', block: { line: 2, column: 5 } });
  });

  it('resolves aliases and merge keys', () => {
    const { roots, codes } = read('a: &x {b: 1, c: 2}\nd: *x\ne: {<<: *x, c: 3}\n');
    expect(codes).to.deep.equal([]);
    expect(toPlain(roots[0]!)).to.deep.equal({ a: { b: 1, c: 2 }, d: { b: 1, c: 2 }, e: { b: 1, c: 3 } });
  });

  it('numbers keep what is written', () => {
    expect(read('3.10').roots[0]).to.include({ value: 3.1, written: '3.10' });
  });

  it('reads manifests as YAML 1.1, scenarios as 1.2', () => {
    expect(toPlain(read('yes', '1.1').roots[0]!)).to.equal(true);
    expect(toPlain(read('yes').roots[0]!)).to.equal('yes');
  });

  it('reports what is wrong, with places', () => {
    expect(read('a: [').codes[0]).to.match(/^1:\d yaml-syntax$/);
    expect(read('a: 1\na: 2').codes).to.deep.equal(['2:1 duplicate-key']);
    expect(read('a: *nowhere').codes).to.deep.equal(['1:4 yaml-syntax']);
    expect(read('? [a]\n: 1').codes).to.deep.equal(['1:3 key-not-text']);
    expect(read('a: &x {b: *x}').codes).to.deep.equal(['1:11 yaml-syntax']);
    expect(read('\ta: 1').codes[0]).to.include('yaml-syntax');
  });

  it('an empty text has no document', () => {
    expect(read('').roots).to.deep.equal([]);
  });
});

describe('code frames', () => {
  const source = 'one\ntwo\nthree four\nfive\nsix\nseven';
  it('mark the place among its neighbours', () => {
    expect(renderCodeFrame(source, { file: 'x', line: 3, column: 7, endColumn: 11 })).to.equal(
      ['  1 | one', '  2 | two', '> 3 | three four', '    |       ^^^^', '  4 | five', '  5 | six'].join(
        '\n',
      ),
    );
  });
  it('stand at the ends of the file', () => {
    expect(renderCodeFrame(source, { file: 'x', line: 1, column: 1 }, { context: 1 })).to.equal(
      '> 1 | one\n    | ^\n  2 | two',
    );
    expect(renderCodeFrame(source, { file: 'x', line: 99, column: 1 }, { context: 1 })).to.include(
      '> 6 | seven',
    );
    expect(renderCodeFrame('', { file: 'x', line: 1, column: 1 })).to.include('> 1 |');
  });
  it('are cut to a width and coloured', () => {
    const frame = renderCodeFrame(
      'a'.repeat(200),
      { file: 'x', line: 1, column: 3, endColumn: 90 },
      { width: 40, emphasize: (text) => `<${text}>` },
    );
    for (const line of frame.split('\n')) expect(line.replace(/[<>]/g, '').length).to.be.at.most(40);
    expect(frame).to.match(/<> 1 \|/);
  });
});

describe('nearest names', () => {
  it('count edits, swaps as one', () => {
    expect(editDistance('', 'abc')).to.equal(3);
    expect(editDistance('kitten', 'sitting')).to.equal(3);
    expect(editDistance('gte', 'get')).to.equal(1);
  });
  it('are near, or none', () => {
    const known = ['deployment', 'daemonset', 'pods', 'readyReplicas'];
    expect(nearestName('deploymnt', known)).to.equal('deployment');
    expect(nearestName('redyReplicas', known)).to.equal('readyReplicas');
    expect(nearestName('PODS', known)).to.equal('pods');
    expect(nearestName('xyz', known)).to.equal(undefined);
  });
});

describe('durations', () => {
  for (const [text, ms] of [
    ['500ms', 500],
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['0s', 0],
    ['-3s', -3000],
    ['30', undefined],
    ['soon', undefined],
    ['', undefined],
  ] as const) {
    it(`${text || '(empty)'} → ${ms}`, () => expect(parseDuration(text)).to.equal(ms));
  }
});
