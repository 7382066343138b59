/** Kinds that a scenario's own definitions make may be named without their group; a typo stays one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarioFiles } from '../../src/scenario/index.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: CronTab, plural: crontabs, singular: crontab, shortNames: [ct]}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

const inline = `      create:\n${indented(definition, 8)}`;

describe('resources that a scenario defines', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-defined-'));
    writeFileSync(join(folder, 'crd.yaml'), definition);
    writeFileSync(
      join(folder, 'lab.yaml'),
      'apiVersion: labproof.dev/v1alpha1\nkind: Lab\nmetadata: {name: one}\nspec:\n  nodes: [{name: m, role: master}]\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const problemsOf = async (step: string, expectation: string): Promise<string[]> => {
    const file = join(folder, 'scenario.yaml');
    writeFileSync(
      file,
      `apiVersion: labproof.dev/v1alpha1\nkind: Scenario\nmetadata: {name: one}\nspec:\n  steps:\n    - name: first\n${step}      expect:\n        - ${expectation}\n`,
    );
    const { problems } = await loadScenarioFiles([file]);
    return problems
      .filter(({ code }) => code === 'unknown-resource')
      .map(({ message, hint }) => `${message}; ${hint ?? ''}`);
  };

  for (const [where, step] of [
    ['inline', inline],
    ['in a file of an apply step', '      apply: crd.yaml\n'],
    ['in a file of a line', '      kubectl: apply -f crd.yaml\n'],
  ] as const) {
    it(`are known when defined ${where}`, async () => {
      for (const name of ['crontab', 'crontabs', 'ct', 'CronTab'])
        expect(await problemsOf(step, `${name}/x: {spec: {a: 1}}`), name).to.deep.equal([]);
      expect(await problemsOf(step, 'crontabs: {all: true}\n          count: 0')).to.deep.equal([]);
    });
  }

  it('are not when a name is nearly right, or defined nowhere', async () => {
    expect(await problemsOf(inline, 'crontbs/x: absent')).to.deep.equal([
      'unknown resource "crontbs"; did you mean "crontabs"?',
    ]);
    const [unknown] = await problemsOf('      kubectl: get pods\n', 'crontabs/x: absent');
    expect(unknown).to.match(/^unknown resource "crontabs"/);
  });
});
