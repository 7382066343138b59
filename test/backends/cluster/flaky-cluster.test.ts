/** A scenario on a cluster whose API is flaky: it passes all the same, and the report counts what that took. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunRecord } from '../../../src/runner/index.ts';
import type { ServedCluster } from '../../../src/serve/index.ts';
import { startCluster } from '../../serve/served-cluster.ts';
import { FlakyProxy } from './flaky-proxy.ts';

// The program loads its commands as ES modules; loaded otherwise, it would not know their errors as its own.
const { play } = await import('../../cli/fake-terminal.ts');

const scenario = `apiVersion: labproof.dev/v1alpha1
kind: Scenario
metadata: {name: flaky, title: Three pods of which one is lost}
spec:
  steps:
    - kubectl: create deployment web --image=nginx:1.16.0 --replicas=3
      expect: [{deployment/web: {status: {readyReplicas: 3}}}]
      within: 60s
      capture: {victim: {from: pods, selector: app=web, pick: first}}
    - kubectl: delete pod $(victim)
      expect:
        - pod/$(victim): absent
        - deployment/web: {status: {readyReplicas: 3}}
      within: 60s
`;

const lab = `apiVersion: labproof.dev/v1alpha1
kind: Lab
metadata: {name: two}
spec:
  kubernetes: "1.20.2"
  nodes:
    - {name: m-k8s, role: master, address: 192.168.1.10, cpu: "2", memory: 2Gi}
    - {name: w1-k8s, role: worker, address: 192.168.1.101, cpu: "2", memory: 2Gi}
`;

describe('a cluster with a flaky API', function () {
  this.timeout(120_000);
  let cluster: ServedCluster;
  let proxy: FlakyProxy;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labproof-flaky-'));
    cluster = await startCluster('1.20', 40);
    proxy = await FlakyProxy.start(cluster, {
      throttleEvery: 61,
      failEvery: 19,
      dropEvery: 23,
      watchMs: 150,
      restartAfter: 160,
      restartMs: 300,
    });
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'flaky', cluster: { server: proxy.url } }],
      users: [{ name: 'admin', user: { token: cluster.token } }],
      contexts: [{ name: 'flaky', context: { cluster: 'flaky', user: 'admin' } }],
      'current-context': 'flaky',
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
    writeFileSync(join(folder, 'flaky.yaml'), scenario);
    writeFileSync(join(folder, 'lab.yaml'), lab);
  });
  after(async () => {
    await proxy.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is ridden out within the deadlines, and the report says what it took', async () => {
    const where = ['--backend', 'cluster', '--kubeconfig', join(folder, 'kubeconfig'), '--context', 'flaky'];
    const { code, out, err } = await play(
      ['run', ...where, '--reporter', 'terminal', '--reporter', 'json=run.json', 'flaky.yaml'],
      { cwd: folder },
    );
    expect(code, out + err).to.equal(0);
    expect(proxy.restarts).to.equal(1);
    const { scenarios } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
    expect(scenarios[0]?.result).to.equal('passed');
    const [remark] = scenarios[0]?.remarks ?? [];
    for (const words of ['(429)', 'error of the server', 'failed', 'cut off'])
      expect(remark).to.contain(words);
    expect(out.replace(/\s+/g, ' ')).to.contain('! the API was flaky, and was asked again:');
    expect(scenarios[0]?.remarks, 'nothing is left on the cluster').to.have.length(1);
  });
});
