/** Field selectors: escaping, canonical texts, and the fields of real objects. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ValueError,
  fieldMatcher,
  fieldSelectorFor,
  matchesFields,
  parseFieldSelector,
  parseKubernetesVersion,
  selectableFields,
} from '../../src/kube/index.ts';
import type { KubeObject } from '../../src/kube/index.ts';

const pod = (name: string, fields: object): KubeObject =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, ...fields }) as KubeObject;

const value = fc.string({ unit: fc.constantFrom('a', '\\', ',', '=', ' ', '!') });
const terms = fc.array(
  fc.record({ field: fc.constantFrom('metadata.name', 'status.phase'), isNegated: fc.boolean(), value }),
  { maxLength: 3 },
);

describe('field selector', () => {
  it('reads its own text back, whatever the values hold', () => {
    fc.assert(
      fc.property(terms, (wanted) => {
        const { text } = fieldMatcher(wanted);
        expect([...parseFieldSelector(text).terms].sort(byText)).to.deep.equal([...wanted].sort(byText));
      }),
    );
  });

  it('finds pods by their node and phase', () => {
    const matcher = fieldSelectorFor('v1', 'Pod', 'spec.nodeName=w1,status.phase!=Running');
    expect(
      matchesFields(matcher, pod('a', { spec: { nodeName: 'w1' }, status: { phase: 'Pending' } })),
    ).to.equal(true);
    expect(
      matchesFields(matcher, pod('b', { spec: { nodeName: 'w1' }, status: { phase: 'Running' } })),
    ).to.equal(false);
    expect(matchesFields(matcher, pod('c', { spec: {} }))).to.equal(false);
  });

  it('answers the same by object as by field set', () => {
    const object = pod('a', { spec: { nodeName: 'w1' } });
    fc.assert(
      fc.property(
        fc.constantFrom('spec.nodeName=w1', 'spec.nodeName=', 'metadata.name!=a', 'status.podIP='),
        (text) => {
          const matcher = fieldSelectorFor('v1', 'Pod', text);
          expect(matchesFields(matcher, object)).to.equal(matcher.matches(selectableFields(object)));
        },
      ),
    );
  });

  it('knows the old name of the node', () => {
    expect(fieldSelectorFor('v1', 'Pod', 'spec.host=w1').text).to.equal('spec.nodeName=w1');
  });

  it('takes a node without the field for schedulable', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' }, spec: {} } as KubeObject;
    expect(matchesFields(fieldSelectorFor('v1', 'Node', 'spec.unschedulable=false'), node)).to.equal(true);
  });

  it('serves a field from the version on that brought it', () => {
    const at = (version: string) => () =>
      fieldSelectorFor('v1', 'Pod', 'spec.hostNetwork=true', parseKubernetesVersion(version));
    expect(at('1.20')).to.throw(ValueError, 'field label not supported: spec.hostNetwork');
    expect(at('1.30')).not.to.throw();
    const service = (version: string) => () =>
      fieldSelectorFor('v1', 'Service', 'spec.type=NodePort', parseKubernetesVersion(version));
    expect(service('1.30')).to.throw(ValueError, '"spec.type" is not a known field selector');
    expect(service('1.31')).not.to.throw();
  });
});

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
