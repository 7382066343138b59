/** Objects of a simulator held against Kubernetes' types. */
import { expect } from 'chai';
import { missingIn, shownValue, wrongTypeIn } from '../../../src/backends/process/object-check.ts';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import type { KubeObject } from '../../../src/kube/index.ts';
import { testLab } from '../../simulator/bare-world.ts';

const object = (kind: string, rest: object, apiVersion = 'v1'): KubeObject =>
  ({ apiVersion, kind, metadata: { name: 'a' }, ...rest }) as KubeObject;

describe('the check of objects', () => {
  const wrong: readonly [kind: string, rest: object, said: string][] = [
    ['Pod', { spec: 'oops' }, 'spec must be an object, is the text "oops"'],
    ['Pod', { spec: [] }, 'spec must be an object, is an empty list'],
    ['Pod', { spec: null }, 'spec must be an object, is null'],
    ['Pod', { spec: { containers: { a: 1 } } }, 'spec.containers must be a list, is an object with a'],
    ['Pod', { spec: { containers: [7] } }, 'spec.containers[0] must be an object, is 7'],
    ['Pod', { spec: { containers: [{ image: 1 }] } }, 'spec.containers[0].image must be a text, is 1'],
    ['Pod', { status: { conditions: 7 } }, 'status.conditions must be a list, is 7'],
    ['Pod', { status: { conditions: [null] } }, 'status.conditions[0] must be an object, is null'],
    [
      'Pod',
      { status: { startTime: 'yesterday' } },
      'status.startTime must be a time like "2026-01-31T12:00:00Z", is the text "yesterday"',
    ],
    ['Pod', { metadata: { name: 'a', labels: { app: 1 } } }, 'metadata.labels["app"] must be a text, is 1'],
    [
      'Pod',
      { metadata: { name: 'a', ownerReferences: {} } },
      'metadata.ownerReferences must be a list, is an empty object',
    ],
    [
      'Node',
      { status: { capacity: { cpu: 'many' } } },
      'status.capacity["cpu"] must be a quantity like "500m" or "1Gi", is the text "many"',
    ],
    [
      'Service',
      { spec: { ports: [{ targetPort: [80] }] } },
      'spec.ports[0].targetPort must be a whole number or a text, is a list of 1',
    ],
    ['Secret', { data: { a: 7 } }, 'data["a"] must be a text in base64, is 7'],
    ['Event', { count: 1.5 }, 'count must be a whole number, is 1.5'],
    [
      'Pod',
      { spec: { containers: [], hostNetwork: 'yes' } },
      'spec.hostNetwork must be true or false, is the text "yes"',
    ],
  ];
  for (const [kind, rest, said] of wrong)
    it(`says that ${said} (${kind})`, () => {
      expect(wrongTypeIn(object(kind, rest), 20)).to.equal(said);
    });

  it('takes null where Go writes it, unknown fields, and what is not there', () => {
    const spec = { containers: null, runtimeClassName: null, tomorrow: 7 };
    const metadata = { name: 'a', creationTimestamp: null };
    expect(wrongTypeIn(object('Pod', { spec, metadata }), 20)).to.equal(undefined);
    expect(wrongTypeIn(object('Pod', {}), 20)).to.equal(undefined);
  });

  it('looks only at the metadata of kinds that are not built in', () => {
    const crontab = object('CronTab', { spec: 'oops' }, 'stable.example.com/v1');
    expect(wrongTypeIn(crontab, 20)).to.equal(undefined);
    const labelled = { ...crontab, metadata: { name: 'a', labels: [] } } as unknown as KubeObject;
    expect(wrongTypeIn(labelled, 20)).to.equal('metadata.labels must be an object, is an empty list');
  });

  it('finds nothing wrong with what the built-in simulator holds, nor with a schema that contains itself', async () => {
    const { api, close } = createSimulatorBackend({ lab: testLab(), seed: 1 });
    let count = 0;
    for (const resource of await api.resources()) {
      if (!resource.verbs.includes('list')) continue;
      for (const one of (await api.list(resource)).items) {
        expect(wrongTypeIn(one, 20), `${one.kind} ${one.metadata.name}`).to.equal(undefined);
        count++;
      }
    }
    expect(count).to.be.greaterThan(50);
    await close();
    const deep = { openAPIV3Schema: { properties: { a: { properties: { b: { type: 7 } } } } } };
    const definition = object(
      'CustomResourceDefinition',
      { spec: { versions: [{ schema: deep }] } },
      'apiextensions.k8s.io/v1',
    );
    expect(wrongTypeIn(definition, 20)).to.equal(
      'spec.versions[0].schema.openAPIV3Schema.properties["a"].properties["b"].type must be a text, is 7',
    );
  });

  it('says what an object lacks that a real one has', () => {
    expect(missingIn(object('Pod', {}), 20)).to.equal('spec');
    expect(missingIn(object('Pod', { spec: {} }), 20)).to.equal('spec.containers');
    expect(missingIn(object('Pod', { spec: { containers: [] } }), 20)).to.equal(undefined);
    expect(missingIn(object('Deployment', { spec: { selector: {} } }, 'apps/v1'), 20)).to.equal(
      'spec.template',
    );
  });

  it('shows a value in a few words', () => {
    expect(shownValue('x'.repeat(500))).to.have.length.below(80);
    expect([shownValue({}), shownValue([1, 2]), shownValue(null), shownValue(true)]).to.deep.equal([
      'an empty object',
      'a list of 2',
      'null',
      'true',
    ]);
  });
});
