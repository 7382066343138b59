/** Scenarios that touch shared nodes are played alone, the others side by side. */
import { join } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { planScenarios, run, selectScenarios, touchesNodes } from '../../src/runner/index.ts';
import { scenario, withFolder } from '../cli/temporary-folder.ts';

const plain = (name: string): string =>
  scenario(
    name,
    `kubectl: create namespace ${name}\nexpect: [{namespace/${name}: {status: {phase: Active}}}]`,
  );
const disruptive = (name: string): string =>
  scenario(name, 'kubectl: cordon worker\nexpect: [{node/worker: {spec: {unschedulable: true}}}]');

describe('jobs', () => {
  it('side by side, but for those that touch nodes', () =>
    withFolder(
      {
        'a.yaml': plain('a'),
        'b.yaml': disruptive('b'),
        'c.yaml': plain('c'),
        'd.yaml': disruptive('d'),
        'e.yaml': plain('e'),
      },
      async (cwd) => {
        const { selected } = await selectScenarios({ paths: [join(cwd, '*.yaml')], cwd });
        const planned = await planScenarios(selected);
        let open = new Set<string>();
        const seenTogether: string[][] = [];
        const record = await run(planned, {
          labproof: 'test',
          backendName: 'simulator',
          seed: 1,
          jobs: 3,
          failFast: false,
          retries: 0,
          emit: () => undefined,
          isInterrupted: () => false,
          isAlone: (one) => touchesNodes(one.scenario),
          open: async (one, seed) => {
            const { name } = one.scenario;
            open = new Set(open).add(name);
            seenTogether.push([...open]);
            // The others get a moment to begin.
            for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
            const backend = createSimulatorBackend({ lab: one.lab, seed });
            return {
              ...backend,
              close: () => {
                open = new Set([...open].filter((other) => other !== name));
                return backend.close();
              },
            };
          },
        });
        expect(record.scenarios.map(({ name, result }) => `${name} ${result}`)).to.deep.equal([
          'a passed',
          'b passed',
          'c passed',
          'd passed',
          'e passed',
        ]);
        expect(seenTogether).to.deep.include(['a', 'c', 'e']);
        expect(seenTogether).to.deep.include(['b']).and.to.deep.include(['d']);
      },
    ));
});
