import { expect } from 'chai';
import { deploymentNamed, kubectlOnSimulator, put } from '../kubectl-on-simulator.ts';
import type { Kubectl } from '../kubectl-on-simulator.ts';

describe('kubectl scale, set image and rollout', () => {
  let kubectl: Kubectl;
  beforeEach(async () => {
    kubectl = kubectlOnSimulator();
    await put(kubectl, deploymentNamed('web', 2));
  });

  it('scales, guarded or not', async () => {
    expect(await kubectl.out('scale deployment web --replicas=3')).to.equal('deployment.apps/web scaled\n');
    expect(await kubectl.fails('scale deployment web --replicas=3 --current-replicas=1')).to.equal(
      'error: Expected replicas to be 1, was 3\n',
    );
    expect(await kubectl.out('scale deployment/web --replicas=1 --current-replicas=3 --timeout=1m')).to.equal(
      'deployment.apps/web scaled\n',
    );
    expect(await kubectl.out('get deploy web -o jsonpath={.status.replicas}')).to.equal('1');
    expect(await kubectl.out('scale deployment --all --replicas=0 --dry-run=client')).to.equal(
      'deployment.apps/web scaled\n',
    );
  });

  it('follows a rollout and says no more than once that it is done', async () => {
    expect(await kubectl.out('set image deployment/web nginx=nginx:latest --record')).to.equal(
      'deployment.apps/web image updated\n',
    );
    const lines = (await kubectl.out('rollout status deployment/web')).trimEnd().split('\n');
    expect(lines[0]).to.equal('Waiting for deployment spec update to be observed...');
    expect(lines.at(-1)).to.equal('deployment "web" successfully rolled out');
    expect(await kubectl.out('rollout status deployment/web')).to.equal(
      'deployment "web" successfully rolled out\n',
    );
  });

  it('keeps the history and goes back', async () => {
    await kubectl.out('set image deployment/web nginx=nginx:latest --record');
    await kubectl.out('rollout status deployment/web');
    expect(await kubectl.out('rollout history deployment/web')).to.equal(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n' +
        '2         kubectl set image deployment/web nginx=nginx:latest --record=true\n\n',
    );
    expect(await kubectl.out('rollout history deployment/web --revision=1')).to.match(
      /^deployment\.apps\/web with revision #1\nPod Template:\n {2}Labels:\tapp=web\n\tpod-template-hash=/,
    );
    expect(await kubectl.out('rollout undo deployment web')).to.equal('deployment.apps/web rolled back\n');
    expect(
      await kubectl.out('get deploy web -o jsonpath={.spec.template.spec.containers[0].image}'),
    ).to.equal('nginx:1.19');
    await kubectl.out('rollout status deployment web');
    expect(await kubectl.out('rollout undo deployment web --to-revision=3')).to.equal(
      'deployment.apps/web skipped rollback (current template already matches revision 3)\n',
    );
    expect(await kubectl.fails('rollout undo deployment web --to-revision=9')).to.equal(
      'error: unable to find specified revision 9 in history\n',
    );
    expect(await kubectl.fails('rollout history deployment web --revision=9')).to.equal(
      'error: unable to find the specified revision\n',
    );
  });

  it('pauses, resumes and restarts', async () => {
    expect(await kubectl.out('rollout pause deployment web')).to.equal('deployment.apps/web paused\n');
    expect(await kubectl.fails('rollout restart deployment web')).to.equal(
      'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n',
    );
    expect(await kubectl.fails('rollout undo deployment web')).to.match(/no rollout history|paused/);
    expect(await kubectl.out('rollout resume deployment web')).to.equal('deployment.apps/web resumed\n');
    expect(await kubectl.out('rollout restart deployment web')).to.equal('deployment.apps/web restarted\n');
  });

  it('fails when the image never comes, within --timeout', async () => {
    await kubectl.out('set image deployment/web nginx=nothere:1');
    const { exitCode, stderr } = await kubectl.run('rollout status deployment/web --timeout=30s');
    expect({ exitCode, stderr }).to.deep.equal({
      exitCode: 1,
      stderr: 'error: timed out waiting for the condition\n',
    });
    const late = await kubectl.run('rollout status deployment/web');
    expect(late.stderr).to.equal('error: deployment "web" exceeded its progress deadline\n');
  });

  it('sets environment, resources and accounts', async () => {
    expect(await kubectl.out('set env deployment/web A=b C=d')).to.equal('deployment.apps/web env updated\n');
    expect(await kubectl.out('set env deployment/web C- --list')).to.equal(
      '# Deployment web, container nginx\nA=b\n',
    );
    expect(await kubectl.out('set resources deployment web --limits=cpu=200m --requests=cpu=100m')).to.equal(
      'deployment.apps/web resource requirements updated\n',
    );
    expect(await kubectl.out('set serviceaccount deployment web other')).to.equal(
      'deployment.apps/web serviceaccount updated\n',
    );
    expect(await kubectl.fails('set image deployment web')).to.equal(
      'error: at least one image update is required\n',
    );
    expect(await kubectl.fails('set resources deployment web')).to.match(/you must specify an update/);
    expect(await kubectl.fails('set selector deployment web a=b')).to.contain(
      'setting a selector is only supported for Services',
    );
  });
});
