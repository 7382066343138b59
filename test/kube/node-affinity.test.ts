/** Tests of node selectors and node affinity. */
import { expect } from 'chai';
import { matchesNodeAffinity, matchesNodeSelectorTerm } from '../../src/kube/index.ts';

const node = { name: 'w1', labels: { disk: 'ssd', cpus: '8' } };

describe('node affinity', () => {
  it('nodeSelector wants every label', () => {
    expect(matchesNodeAffinity({ nodeSelector: { disk: 'ssd' } }, node)).equal(true);
    expect(matchesNodeAffinity({ nodeSelector: { disk: 'ssd', zone: 'a' } }, node)).equal(false);
  });
  it('an empty term matches nothing', () => {
    expect(matchesNodeSelectorTerm({}, node)).equal(false);
  });
  it('Gt compares whole numbers', () => {
    expect(
      matchesNodeSelectorTerm({ matchExpressions: [{ key: 'cpus', operator: 'Gt', values: ['10'] }] }, node),
    ).equal(false);
    expect(
      matchesNodeSelectorTerm({ matchExpressions: [{ key: 'cpus', operator: 'Gt', values: ['7'] }] }, node),
    ).equal(true);
  });
  it('matchFields selects by name', () => {
    const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w1'] }] };
    expect(matchesNodeSelectorTerm(term, node)).equal(true);
    expect(matchesNodeSelectorTerm(term, { ...node, name: 'w2' })).equal(false);
  });
});
