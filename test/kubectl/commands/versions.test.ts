/** What differs by kubectl's minor, as read in the published modules k8s.io/kubectl v0.18.0 to v0.36.0. */
import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, podNamed, put } from '../kubectl-on-simulator.ts';
import type { Kubectl } from '../kubectl-on-simulator.ts';

type Answer = Awaited<ReturnType<Kubectl['run']>>;

/** What the kubectl of each version answers to `line`, in a cluster of its own with a pod. */
const answers = async (line: string, versions: readonly string[]): Promise<Answer[]> => {
  const all: Answer[] = [];
  for (const version of versions) {
    const kubectl = kubectlOnSimulator({}, version);
    await put(kubectl, podNamed('alone'));
    all.push(await kubectl.run(line));
  }
  return all;
};

describe('kubectl by version', () => {
  it('drain: what it warns of and refuses', async () => {
    const versions = ['1.23.0', '1.24.0', '1.25.0', '1.29.0', '1.30.0', '1.31.0', '1.36.0'];
    const refused = await answers('drain w1-k8s w2-k8s w3-k8s', versions);
    const ofNode = refused.map(({ stderr }) => /due to error:(.*?) \(use --force/.exec(stderr)?.[1]);
    const managers = 'ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet';
    expect(ofNode).to.deep.equal([
      `cannot delete Pods not managed by ${managers}`,
      'cannot delete Pods declare no controller',
      'cannot delete Pods declare no controller',
      'cannot delete Pods declare no controller',
      'cannot delete cannot delete Pods that declare no controller',
      ' cannot delete cannot delete Pods that declare no controller',
      ' cannot delete Pods that declare no controller',
    ]);
    const forced = await answers('drain w1-k8s w2-k8s w3-k8s --force', versions.slice(0, 3));
    expect(forced.map(({ stderr }) => stderr)).to.deep.equal([
      `WARNING: deleting Pods not managed by ${managers}: default/alone\n`,
      'WARNING: deleting Pods that declare no controller: default/alone\n',
      'Warning: deleting Pods that declare no controller: default/alone\n',
    ]);
  });

  it('drain --delete-local-data is deprecated from 1.20 to 1.30, then gone', async () => {
    const [first, last, gone] = await answers('drain w1-k8s --delete-local-data --force', [
      '1.19.0',
      '1.30.0',
      '1.31.0',
    ]);
    expect(first!.stderr).to.not.contain('Flag --delete-local-data');
    expect(last!.stderr).to.match(/^Flag --delete-local-data has been deprecated, This option is deprecated/);
    expect(gone!.stderr).to.contain('unknown flag: --delete-local-data');
  });

  it('delete: the warning is a Warning since 1.25, the namespace is named since 1.34', async () => {
    const all = await answers('delete pod alone --force --grace-period=0', ['1.24.0', '1.25.0', '1.34.0']);
    expect(all.map(({ stderr }) => stderr.slice(0, 19))).to.deep.equal([
      'warning: Immediate ',
      'Warning: Immediate ',
      'Warning: Immediate ',
    ]);
    expect(all[2]!.stdout).to.equal('pod "alone" force deleted from default namespace\n');
  });

  it('label: what takes a label away says so since 1.23', async () => {
    const lines = ['1.22.0', '1.23.0'].map(async (version) => {
      const kubectl = kubectlOnSimulator({}, version);
      await put(kubectl, podNamed('alone'));
      await kubectl.out('label pod alone tier=web');
      return kubectl.out('label pod alone tier-');
    });
    expect(await Promise.all(lines)).to.deep.equal(['pod/alone labeled\n', 'pod/alone unlabeled\n']);
  });

  it('run: flags without effect are deprecated, then gone', async () => {
    const all = await answers('run web --image=nginx --limits=cpu=1', [
      '1.20.2',
      '1.22.0',
      '1.23.0',
      '1.24.0',
    ]);
    const why = 'Flag --limits has been deprecated, has no effect and will be removed in';
    expect(all.map(({ stderr }) => stderr.split('\n')[0])).to.deep.equal([
      '',
      `${why} the future.`,
      `${why} 1.24.`,
      'error: unknown flag: --limits',
    ]);
  });

  it('exec without -- is refused since 1.31', async () => {
    const [before, after] = await answers('exec alone ls', ['1.30.0', '1.31.0']);
    expect(before!.stderr).to.match(/^kubectl exec \[POD\] \[COMMAND\] is DEPRECATED/);
    expect(after!.stderr).to.contain('is not supported anymore');
  });

  it('top: Heapster is not looked for since 1.19', async () => {
    const [before, after] = await answers('top pods', ['1.18.4', '1.19.0']);
    expect(before!.stderr).to.contain('http:heapster:');
    expect(after!.stderr).to.equal('error: Metrics API not available\n');
  });

  it('autoscale: --cpu-percent is deprecated since 1.34, for --cpu', async () => {
    const autoscale = async (version: string, flags: string): Promise<Answer> => {
      const kubectl = kubectlOnSimulator({}, version);
      await put(kubectl, deploymentNamed('web', 1));
      return kubectl.run(`autoscale deployment web --max=3 ${flags} --dry-run=client -o yaml`);
    };
    const [older, newer] = [
      await autoscale('1.33.0', '--cpu-percent=50'),
      await autoscale('1.34.0', '--cpu-percent=50'),
    ];
    expect(older.stderr).to.equal('');
    expect(newer.stderr).to.equal(
      "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n",
    );
    // The server is of 1.20: there is no autoscaling/v2 yet.
    for (const { stdout } of [older, newer])
      expect(stdout).to.contain('targetCPUUtilizationPercentage: 50\n');
    expect((await autoscale('1.34.0', '--cpu=70% --memory=200')).exitCode).to.equal(0);
    expect((await autoscale('1.34.0', '--cpu=x%')).stderr).to.contain('error: invalid percentage value: x\n');
    expect((await autoscale('1.34.0', '--memory=lots')).stderr).to.contain(
      'invalid resource memory value: lots',
    );
    expect((await autoscale('1.33.0', '--cpu=70%')).stderr).to.contain('unknown flag: --cpu');
  });

  it('describe: which lines there are', async () => {
    const lines = await answers('describe pod alone', ['1.24.0', '1.25.0']);
    expect(lines.map(({ stdout }) => stdout.includes('\nService Account:'))).to.deep.equal([false, true]);
    const account = await answers('describe serviceaccount default', ['1.34.0', '1.35.0']);
    expect(account.map(({ stdout }) => stdout.includes('\nTokens:'))).to.deep.equal([true, false]);
    const describeWeb = async (version: string): Promise<string> => {
      const kubectl = kubectlOnSimulator({}, version);
      await put(kubectl, deploymentNamed('web', 1));
      return kubectl.out('describe deployment web');
    };
    expect(await describeWeb('1.29.0')).to.not.contain('Node-Selectors');
    expect(await describeWeb('1.30.0')).to.contain(
      '\n  Node-Selectors:  <none>\n  Tolerations:     <none>\n',
    );
    const [older, newer] = await answers('describe pod alone', ['1.19.0', '1.20.0']);
    expect(older!.stdout).to.match(/kubelet, w\d-k8s /);
    expect(newer!.stdout).to.not.match(/kubelet, w\d-k8s /);
  });
});
