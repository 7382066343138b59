import { expect } from 'chai';
import { parseKubernetesVersion, podRow, printTable, printerFor } from '../../../src/kube/index.ts';
import type { Pod } from '../../../src/kube/index.ts';

const nowMs = Date.parse('2021-01-20T12:00:00Z');

const pod = (status: Pod['status'], metadata: Partial<Pod['metadata']> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', creationTimestamp: '2021-01-20T11:00:00Z', ...metadata },
  spec: { containers: [{ name: 'c' }, { name: 'd' }] },
  status,
});

const container = (state: object, ready = false, restartCount = 0) => ({
  name: 'c',
  image: 'i',
  imageID: '',
  ready,
  restartCount,
  state,
});

describe('printers', () => {
  it('says of a pod what counts most', () => {
    const running = container({ running: {} }, true, 2);
    expect(
      podRow(
        pod({
          phase: 'Running',
          containerStatuses: [running, container({ terminated: { exitCode: 137 } }, false, 3)],
        }),
      ),
    ).to.deep.include({
      status: 'ExitCode:137',
      ready: 1,
      total: 2,
      restarts: 5,
    });
    expect(podRow(pod({ phase: 'Running' }, { deletionTimestamp: '2021-01-20T11:59:00Z' })).status).to.equal(
      'Terminating',
    );
  });

  it('dates restarts from 1.22 on', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: '2021-01-20T11:59:00Z' } };
    const restarted = pod({
      phase: 'Running',
      containerStatuses: [{ ...container({ running: {} }, true, 2), lastState }],
    });
    const cells = (version: string): unknown =>
      printerFor('', 'Pod').cells(restarted, nowMs, parseKubernetesVersion(version))[3];
    expect(cells('1.21')).to.equal(2);
    expect(cells('1.22')).to.equal('2 (60s ago)');
  });

  it('prints a kind without columns of its own by name and time of creation', () => {
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'x', creationTimestamp: '2021-01-20T11:00:00Z' },
    };
    const table = printTable([object], printerFor('example.com', 'Thing'), nowMs);
    expect(table.columnDefinitions.map(({ name }) => name)).to.deep.equal(['Name', 'Created At']);
    expect(table.rows[0]!.cells).to.deep.equal(['x', '2021-01-20T11:00:00Z']);
  });

  it('prints an object that lacks its spec', () => {
    const bare = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
    expect(
      printTable([bare], printerFor('apps', 'Deployment'), nowMs).rows[0]!.cells.slice(0, 5),
    ).to.deep.equal(['web', '0/0', 0, 0, '<unknown>']);
  });
});
