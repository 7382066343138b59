/** Tests of jobs as rows: the status column came with 1.30. */
import { expect } from 'chai';
import { parseKubernetesVersion, printTable, printerFor } from '../../../src/kube/index.ts';
import type { KubeObject } from '../../../src/kube/index.ts';

const jobWith = (...types: string[]): KubeObject =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'pi', creationTimestamp: '2024-01-01T00:00:00Z' },
    spec: { completions: 1 },
    status: { conditions: types.map((type) => ({ type, status: 'True' })) },
  }) as unknown as KubeObject;

const shown = (version: string, job: KubeObject): [string[], unknown[]] => {
  const table = printTable(
    [job],
    printerFor('batch', 'Job'),
    Date.parse('2024-01-01T00:01:00Z'),
    parseKubernetesVersion(version),
  );
  return [table.columnDefinitions.map(({ name }) => name).slice(0, 3), table.rows[0]!.cells.slice(0, 3)];
};

describe('jobs as rows', () => {
  it('say their status since 1.30', () => {
    expect(shown('1.29.0', jobWith('Complete'))).to.deep.equal([
      ['Name', 'Completions', 'Duration'],
      ['pi', '0/1', ''],
    ]);
    expect(shown('1.30.0', jobWith('Complete'))).to.deep.equal([
      ['Name', 'Status', 'Completions'],
      ['pi', 'Complete', '0/1'],
    ]);
    for (const [status, job] of [
      ['Running', jobWith()],
      ['Failed', jobWith('FailureTarget', 'Failed')],
      ['Suspended', jobWith('Suspended')],
    ] as const)
      expect(shown('1.36.0', job)[1][1]).to.equal(status);
  });
});
