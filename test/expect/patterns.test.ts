/** Patterns: partial objects, lists by merge key, matchers, CEL keys, zero values, captures. */
import { expect } from 'chai';
import { Problems } from '../../src/document/index.ts';
import { compilePattern, loadCel } from '../../src/expect/index.ts';
import type { Captures, Differences, Pattern } from '../../src/expect/index.ts';
import { leafTexts, yamlNode } from './still-cluster.ts';

const pattern = (yaml: string, captures: Captures = {}): Pattern => {
  const problems = new Problems();
  const compiled = compilePattern(yamlNode(yaml), { captures, problems });
  if (problems.list[0] !== undefined) throw problems.list[0];
  return compiled;
};

const explain = (yaml: string, actual: unknown): string[] => {
  const into: Differences = { leaves: [] };
  pattern(yaml).explain(actual, '', into);
  return leafTexts(into);
};

const container = (name: string, image: string, more: object = {}): object => ({ name, image, ...more });

/** [what, pattern, values that match, values that do not] */
const cases: readonly [string, string, readonly unknown[], readonly unknown[]][] = [
  ['a scalar', '3', [3], [2, '3', undefined, null, [3]]],
  ['a text', 'Running', ['Running'], ['running', undefined]],
  ['0 matches what Kubernetes leaves out', '0', [0, undefined], [1, '', null]],
  ['false matches what Kubernetes leaves out', 'false', [false, undefined], [true, 0]],
  ['an empty text matches what Kubernetes leaves out', '""', ['', undefined], ['a']],
  ['null matches absence', 'null', [null, undefined], [0, '']],
  ['a partial object', '{a: 1}', [{ a: 1 }, { a: 1, b: 2 }], [{ a: 2 }, {}, undefined, 1]],
  [
    'zero values deep in what is left out',
    '{a: {b: 0}}',
    [{}, undefined, { a: {} }, { a: { b: 0 } }],
    [{ a: { b: 1 } }, { a: 3 }],
  ],
  ['an empty object', '{}', [{}, { a: 1 }], [undefined, 1, []]],
  [
    'a list of scalars in full and in order',
    '[a, b]',
    [['a', 'b']],
    [['b', 'a'], ['a'], ['a', 'b', 'c'], undefined],
  ],
  ['an empty list', '[]', [[], undefined], [[1]]],
  [
    'members by name, in any order, among others',
    '[{name: b, image: y}, {name: a}]',
    [[container('a', 'x'), container('b', 'y'), container('c', 'z')]],
    [[container('a', 'x')], [container('a', 'x'), container('b', 'x')], [], undefined],
  ],
  [
    'members without a key, each its own',
    '[{v: 1}, {v: 1}]',
    [[{ v: 1 }, { v: 1 }]],
    [[{ v: 1 }], [{ v: 1 }, { v: 2 }]],
  ],
  [
    'members that fit crosswise',
    '[{v: {$gte: 1}}, {v: 1}]',
    [
      [{ v: 1 }, { v: 2 }],
      [{ v: 2 }, { v: 1 }],
    ],
    [[{ v: 2 }, { v: 2 }]],
  ],
  ['$gte', '{$gte: 2}', [2, 3, '2'], [1, undefined, 'x', {}]],
  ['$lt counts absence as 0', '{$lt: 2}', [undefined, 1], [2]],
  ['two matchers at once', '{$gt: 1, $lte: 3}', [2, 3], [1, 4]],
  ['quantities', '{$gte: 100m}', ['100m', '0.1', 1, '1'], ['99m', '50m']],
  ['quantities of memory', '{$lt: 1Gi}', ['1023Mi', '1000000000'], ['1Gi', '2G']],
  [
    'times',
    '{$gt: "2021-01-20T12:00:00Z"}',
    ['2021-01-20T12:00:01Z'],
    ['2021-01-20T11:59:59Z', 5, undefined],
  ],
  ['$matches', '{$matches: "^nginx:1\\\\.1[67]"}', ['nginx:1.16.0'], ['nginx:1.15', undefined, {}]],
  ['$oneOf', '{$oneOf: [Running, {$matches: ^Succ}]}', ['Running', 'Succeeded'], ['Failed', undefined]],
  ['$not', '{$not: {$matches: ^w}}', ['m-k8s', undefined], ['w1-k8s']],
  ['$ne', '{$ne: 3}', [2, undefined, '3'], [3]],
  ['$absent', '{$absent: true}', [undefined, null], [0, '']],
  ['$exists', '{$exists: true}', [0, '', {}], [undefined, null]],
  ['$eq is the whole value', '{$eq: {a: 1}}', [{ a: 1 }], [{ a: 1, b: 2 }, {}]],
  ['$eq takes keys as they are', '{$eq: {$gte: 1, (a): 2}}', [{ $gte: 1, '(a)': 2 }], [{ $gte: 1 }]],
  ['$$ stands for $', '{$$gte: 1}', [{ $gte: 1 }], [{ $$gte: 1 }, 2]],
  ['$contains in a text', '{$contains: ngin}', ['nginx'], ['apache', undefined]],
  ['$contains in a list', '{$contains: {type: Ready}}', [[{ type: 'A' }, { type: 'Ready' }]], [[], 'Ready']],
  ['$length', '{$length: 2}', [[1, 2], 'ab', { a: 1, b: 2 }], [[1], undefined]],
  ['$length with a matcher', '{$length: {$gte: 1}}', [[1], 'a'], [[], undefined]],
  [
    '$every',
    '{$every: {ready: true}}',
    [[{ ready: true }]],
    [[], undefined, [{ ready: true }, { ready: false }]],
  ],
  [
    '$ordered',
    '{$ordered: [{v: 1}, {v: 2}]}',
    [[{ v: 1 }, { v: 2 }]],
    [
      [{ v: 2 }, { v: 1 }],
      [{ v: 1 }, { v: 2 }, { v: 3 }],
    ],
  ],
  [
    '$only',
    '{$only: [{name: a}, {name: b}]}',
    [[{ name: 'b' }, { name: 'a' }]],
    [[{ name: 'a' }], [{ name: 'a' }, { name: 'b' }, { name: 'c' }]],
  ],
  ['$cel', '{$cel: "self.size() > 2"}', ['abc'], ['ab', undefined]],
  [
    'a CEL key',
    '{(replicas - unavailableReplicas >= 2): true}',
    [{ replicas: 3 }, { replicas: 3, unavailableReplicas: 1 }],
    [{ replicas: 3, unavailableReplicas: 2 }, {}],
  ],
  [
    'a CEL key about a counter that is left out',
    '{(availableReplicas < 2): true}',
    [{}, { availableReplicas: 1 }],
    [{ availableReplicas: 2 }],
  ],
  [
    'a CEL key whose field is missing',
    '{(phase.startsWith("R")): true}',
    [{ phase: 'Running' }],
    [{}, { phase: 'Failed' }],
  ],
];

describe('patterns', () => {
  before(loadCel);

  for (const [what, yaml, matching, others] of cases) {
    it(what, () => {
      const compiled = pattern(yaml);
      for (const value of matching) expect(compiled.matches(value), JSON.stringify(value)).to.equal(true);
      for (const value of others) {
        expect(compiled.matches(value), JSON.stringify(value)).to.equal(false);
        expect(explain(yaml, value), `${JSON.stringify(value)} is explained`).to.not.have.length(0);
      }
    });
  }

  describe('captures', () => {
    const captures = { node: 'w1-k8s', replicas: 3 };
    it('keep their type where they are the whole value', () => {
      expect(pattern('{n: $(replicas)}', captures).matches({ n: 3 })).to.equal(true);
      expect(pattern('{n: $(replicas)}', captures).matches({ n: '3' })).to.equal(false);
    });
    it('become text inside a text, in keys and in matchers', () => {
      expect(pattern('{n: on-$(node)}', captures).matches({ n: 'on-w1-k8s' })).to.equal(true);
      expect(pattern('{$(node): 1}', captures).matches({ 'w1-k8s': 1 })).to.equal(true);
      expect(pattern('{$gte: $(replicas)}', captures).matches(2)).to.equal(false);
    });
    it('stand for themselves behind a second $', () => {
      expect(pattern('{n: $$(node)}', captures).matches({ n: '$(node)' })).to.equal(true);
    });
    it('must be bound', () => {
      expect(() => pattern('{n: $(other)}', captures)).to.throw('nothing is captured under the name "other"');
    });
  });

  describe('explanations', () => {
    it('tell the path of every leaf', () => {
      expect(explain('{a: {b: 1, c: {$gte: 2}}, "x.y/z": 3}', { a: { c: 1 } })).to.deep.equal([
        'a.b: expected 1, found absent',
        'a.c: expected >= 2, found 1',
        '["x.y/z"]: expected 3, found absent',
      ]);
    });
    it('tell of the member by its merge key', () => {
      const actual = { containers: [container('nginx', 'nginx:1.15')] };
      expect(explain('{containers: [{name: nginx, image: "nginx:1.16"}]}', actual)).to.deep.equal([
        'containers[name=nginx].image: expected nginx:1.16, found nginx:1.15',
      ]);
      expect(explain('{containers: [{name: nginy}]}', actual)).to.deep.equal([
        'containers[name=nginy]: expected a member, found none',
      ]);
    });
    it('suggest the key that is there', () => {
      const into: Differences = { leaves: [] };
      pattern('{redyReplicas: 3}').explain({ readyReplicas: 3 }, '', into);
      expect(into.leaves[0]?.hint).to.equal('there is no redyReplicas, but there is readyReplicas');
    });
    it('tell texts from numbers', () => {
      const into: Differences = { leaves: [] };
      pattern('80').explain('80', 'port', into);
      expect(into.leaves[0]).to.include({ expected: '80', actual: '"80"' });
      expect(into.leaves[0]?.hint).to.include('text');
    });
    it('tell of the nearest member where there is no merge key', () => {
      const into: Differences = { leaves: [] };
      pattern('[{v: 1, w: 2}]').explain(
        [
          { v: 9, w: 9 },
          { v: 1, w: 3 },
        ],
        'list',
        into,
      );
      expect(leafTexts(into)).to.deep.equal(['list[*].w: expected 2, found 3']);
      expect(into.nearest?.title).to.equal('list[1]');
    });
    it('have positions', () => {
      const into: Differences = { leaves: [] };
      pattern('{a: {b: 1}}').explain({}, '', into);
      expect(into.leaves[0]?.position).to.deep.equal({
        file: 'test.yaml',
        line: 1,
        column: 9,
        endColumn: 10,
      });
    });
  });

  it('cut and model show only what is asserted, and the same where it is right', () => {
    const compiled = pattern('{a: 1, b: {$gte: 2}, c: [{name: x, v: 1}]}');
    const actual = {
      a: 1,
      b: 3,
      c: [
        { name: 'y', v: 1 },
        { name: 'x', v: 2, w: 3 },
      ],
      d: 4,
    };
    expect(compiled.cut(actual)).to.deep.equal({ a: 1, b: 3, c: [{ name: 'x', v: 2 }] });
    expect(compiled.model(actual)).to.deep.equal({ a: 1, b: 3, c: [{ name: 'x', v: 1 }] });
  });
});
