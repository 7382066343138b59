/** The life of pods on a kubelet: start, failure, restart, end. */
import { expect } from 'chai';
import { SmallCluster } from './small-cluster.ts';

const nginx = { name: 'nginx', image: 'nginx:1.16.0' };

describe('a pod on a kubelet', () => {
  it('becomes ready with the events of a real kubelet, in order', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [nginx] });
    const seconds = cluster.until(() => cluster.isReady('web'));
    expect(seconds).to.be.within(6, 20);
    const texts = cluster.events('web').map((text) => text.replace(/in \d+\.\d+s$/, 'in <duration>'));
    expect(texts).to.deep.equal([
      'Normal Pulling Pulling image "nginx:1.16.0"',
      'Normal Pulled Successfully pulled image "nginx:1.16.0" in <duration>',
      'Normal Created Created container nginx',
      'Normal Started Started container nginx',
    ]);
    const { status } = cluster.pod('web');
    expect(status?.phase).to.equal('Running');
    expect(status?.hostIP).to.equal('192.168.1.101');
    expect(status?.podIP).to.match(/^172\.16\.11\.\d+$/);
    expect(status?.conditions?.map(({ type }) => type)).to.deep.equal([
      'Initialized',
      'Ready',
      'ContainersReady',
      'PodScheduled',
    ]);
    expect(status?.containerStatuses?.[0]?.containerID).to.match(/^docker:\/\/[0-9a-f]{64}$/);
    expect(status?.containerStatuses?.[0]?.imageID).to.match(
      /^docker-pullable:\/\/nginx@sha256:[0-9a-f]{64}$/,
    );
  });

  it('does not tell how long a pull took before 1.20', () => {
    const cluster = new SmallCluster({ kubernetes: '1.18.4' });
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    expect(cluster.events('web')).to.include('Normal Pulled Successfully pulled image "nginx:1.16.0"');
  });

  it('starts a second pod faster, from the image on the machine', () => {
    const cluster = new SmallCluster();
    cluster.createPod('first', { containers: [nginx] });
    cluster.until(() => cluster.isReady('first'));
    cluster.createPod('second', { containers: [nginx] });
    expect(cluster.until(() => cluster.isReady('second'))).to.be.below(2.5);
    expect(cluster.events('second')[0]).to.equal(
      'Normal Pulled Container image "nginx:1.16.0" already present on machine',
    );
  });

  it('backs off from an image that is not there, in the words of docker', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [{ name: 'nginx', image: 'nginx:1.17.23' }] });
    const reason = (): string | undefined =>
      cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting?.reason;
    cluster.until(() => reason() === 'ErrImagePull');
    const text =
      'rpc error: code = Unknown desc = Error response from daemon: manifest for nginx:1.17.23 not found: manifest unknown: manifest unknown';
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting?.message).to.equal(text);
    const isPutOff = (): boolean => cluster.events('web').includes('Warning Failed Error: ImagePullBackOff');
    expect(cluster.until(isPutOff), 'its new sandbox has it looked at once more').to.be.below(1.5);
    cluster.until(() => reason() === 'ImagePullBackOff');
    expect(cluster.pod('web').status?.podIP, 'a sandbox it has').to.match(/^172\.16\.11\./);
    expect(cluster.pod('web').status?.phase).to.equal('Pending');
    cluster.run(300);
    const events = cluster.events('web').join('\n');
    expect(events).to.include(`Warning Failed Failed to pull image "nginx:1.17.23": ${text}`);
    expect(events).to.include('Warning Failed Error: ErrImagePull');
    expect(events).to.include('Normal BackOff Back-off pulling image "nginx:1.17.23"');
    expect(events).to.include('Warning Failed Error: ImagePullBackOff');
    const pulls = /Pulling image "nginx:1.17.23" \((\d+)\)/.exec(events);
    expect(Number(pulls?.[1]), '10 + 20 + 40 + 80 + 160 s between them').to.be.within(4, 6);
  });

  it('names what is wrong with an image reference, and with one that may not be pulled', () => {
    const cluster = new SmallCluster();
    cluster.createPod('bad', { containers: [{ name: 'c', image: 'Nginx::x' }] });
    cluster.createPod('never', { containers: [{ name: 'c', image: 'httpd', imagePullPolicy: 'Never' }] });
    const waiting = (name: string): string | undefined =>
      cluster.pod(name).status?.containerStatuses?.[0]?.state?.waiting?.reason;
    cluster.until(() => waiting('bad') === 'InvalidImageName' && waiting('never') === 'ErrImageNeverPull');
    expect(cluster.events('never').join('\n')).to.include(
      'Warning ErrImageNeverPull Container image "httpd" is not present with pull policy of Never',
    );
  });

  it('restarts a killed container in the same pod, with the same address', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    const before = cluster.pod('web');
    expect(cluster.exec('web', ['/bin/bash'], 'cat /run/nginx.pid\nkill 1\n')).to.deep.equal({
      exitCode: 137,
      stdout: '1\n',
      stderr: '',
    });
    cluster.until(
      () => cluster.pod('web').status?.containerStatuses?.[0]?.restartCount === 1 && cluster.isReady('web'),
      10,
    );
    const { status, metadata, spec } = cluster.pod('web');
    expect([metadata.uid, spec.nodeName, status?.podIP]).to.deep.equal([
      before.metadata.uid,
      'w1-k8s',
      before.status?.podIP,
    ]);
    expect(status?.containerStatuses?.[0]?.lastState?.terminated).to.include({
      exitCode: 0,
      reason: 'Completed',
    });
  });

  it('tells a SIGKILL from outside by 137', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    const target = { namespace: 'default', pod: 'web' };
    expect(cluster.simulator.site.fault({ kind: 'killProcess', target, pid: 1 })).to.equal(undefined);
    cluster.until(() => cluster.pod('web').status?.containerStatuses?.[0]?.restartCount === 1);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.lastState?.terminated).to.include({
      exitCode: 137,
      reason: 'Error',
    });
  });

  it('crashes with back-offs of 10, 20, 40 seconds', () => {
    const cluster = new SmallCluster();
    cluster.createPod('crash', {
      containers: [{ name: 'c', image: 'busybox:1.32', command: ['sh', '-c', 'echo dying; exit 3'] }],
    });
    const status = () => cluster.pod('crash').status?.containerStatuses?.[0];
    cluster.until(() => status()?.state?.waiting?.reason === 'CrashLoopBackOff');
    expect(status()?.state?.waiting?.message).to.match(
      /^back-off 10s restarting failed container=c pod=crash_default\([0-9a-f-]{36}\)$/,
    );
    cluster.until(() => status()?.state?.waiting?.message?.startsWith('back-off 40s') === true, 200);
    expect(status()?.restartCount).to.be.within(3, 4);
    expect(status()?.lastState?.terminated).to.include({ exitCode: 3, reason: 'Error' });
    expect(cluster.events('crash').join('\n')).to.include(
      'Warning BackOff Back-off restarting failed container',
    );
    const log = cluster.simulator.site.log('default', 'crash', { previous: true });
    expect(log).to.deep.equal({ ok: true, value: 'dying\n' });
  });

  it('runs init containers in order, then the rest, and succeeds when it may', () => {
    const cluster = new SmallCluster();
    cluster.createPod('job', {
      restartPolicy: 'Never',
      initContainers: [1, 2].map((index) => ({
        name: `init${index}`,
        image: 'busybox:1.32',
        command: ['sleep', '2'],
      })),
      containers: [{ name: 'main', image: 'busybox:1.32', command: ['sh', '-c', 'sleep 1; echo done'] }],
    });
    cluster.until(() => cluster.pod('job').status?.initContainerStatuses?.[0]?.ready === true);
    expect(cluster.pod('job').status?.containerStatuses?.[0]?.state).to.deep.equal({
      waiting: { reason: 'PodInitializing' },
    });
    cluster.until(() => cluster.pod('job').status?.phase === 'Succeeded');
    expect(cluster.condition(cluster.pod('job'), 'Ready')).to.equal('False');
    expect(
      cluster.pod('job').status?.conditions?.find(({ type }) => type === 'Initialized')?.reason,
    ).to.equal('PodCompleted');
    const started = cluster.events('job').filter((text) => text.includes(' Started '));
    expect(started).to.deep.equal(
      ['init1', 'init2', 'main'].map((name) => `Normal Started Started container ${name}`),
    );
  });

  it('is deleted when its containers have stopped and the status manager has looked', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    cluster.deletePod('web');
    expect(cluster.pod('web').metadata.deletionGracePeriodSeconds).to.equal(30);
    expect(cluster.until(() => !cluster.hasPod('web'))).to.be.within(0.3, 13.5);
    expect(cluster.events('web').at(-1)).to.equal('Normal Killing Stopping container nginx');
  });

  it('waits out its grace when a first process has no ear for SIGTERM', () => {
    const cluster = new SmallCluster();
    cluster.createPod('deaf', {
      containers: [{ name: 'c', image: 'busybox:1.32', command: ['sleep', '3600'] }],
    });
    cluster.until(() => cluster.isReady('deaf'));
    cluster.deletePod('deaf');
    expect(cluster.until(() => !cluster.hasPod('deaf'))).to.be.within(30, 44);
  });

  it('is gone at once from the API when forced, and soon from the machine', () => {
    const cluster = new SmallCluster();
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    const uid = cluster.pod('web').metadata.uid ?? '';
    const address = cluster.pod('web').status?.podIP ?? '';
    cluster.deletePod('web', 0);
    expect(cluster.hasPod('web')).to.equal(false);
    cluster.run(5);
    const machine = cluster.simulator.site.machines.byName.get('w1-k8s');
    expect(machine?.engine.pods.has(uid)).to.equal(false);
    expect(cluster.simulator.site.request({ url: `http://${address}/` })).to.include({
      error: 'unreachable',
    });
  });

  it('is refused when the node has not what it asks for', () => {
    const cluster = new SmallCluster();
    cluster.createPod('big', { containers: [{ ...nginx, resources: { requests: { cpu: '3' } } }] });
    cluster.createPod('port', { containers: [{ ...nginx, ports: [{ containerPort: 80, hostPort: 8080 }] }] });
    cluster.createPod('same-port', {
      containers: [{ ...nginx, ports: [{ containerPort: 80, hostPort: 8080 }] }],
    });
    cluster.until(
      () =>
        cluster.pod('same-port').status?.phase === 'Failed' && cluster.pod('big').status?.phase === 'Failed',
    );
    expect(cluster.pod('big').status).to.include({ reason: 'OutOfcpu' });
    expect(cluster.pod('big').status?.message).to.equal(
      "Pod Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000",
    );
    expect(cluster.pod('same-port').status).to.include({
      reason: 'NodePorts',
      message: 'Pod Predicate NodePorts failed',
    });
  });

  it('fails when its deadline has passed', () => {
    const cluster = new SmallCluster();
    cluster.createPod('late', { activeDeadlineSeconds: 20, containers: [nginx] });
    cluster.until(() => cluster.pod('late').status?.phase === 'Failed');
    expect(cluster.pod('late').status).to.include({
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    cluster.run(5);
    expect(cluster.exec('late', ['ls']).stderr).to.equal(
      'cannot exec into a container in a completed pod; current phase is Failed',
    );
  });

  it('keeps what its container left as a message', () => {
    const cluster = new SmallCluster();
    const command = ['sh', '-c', 'echo why > /dev/termination-log; exit 2'];
    cluster.createPod('tells', {
      restartPolicy: 'Never',
      containers: [{ name: 'c', image: 'busybox:1.32', command }],
    });
    cluster.until(() => cluster.pod('tells').status?.phase === 'Failed');
    expect(cluster.pod('tells').status?.containerStatuses?.[0]?.state?.terminated).to.include({
      exitCode: 2,
      message: 'why\n',
    });
  });

  it('is told of without names since 1.35', () => {
    const cluster = new SmallCluster({ kubernetes: '1.35.0' });
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    cluster.createPod('again', { containers: [{ ...nginx, imagePullPolicy: 'IfNotPresent' }] });
    cluster.until(() => cluster.isReady('again'));
    const events = cluster.events('web').join('\n');
    expect(events)
      .to.include('Normal Created Container created')
      .and.to.include('Normal Started Container started');
  });

  it('is told of as its version tells', () => {
    const cluster = new SmallCluster({ kubernetes: '1.32.0' });
    cluster.createPod('web', { containers: [nginx] });
    cluster.until(() => cluster.isReady('web'));
    const events = cluster.events('web').join('\n');
    expect(events).to.match(
      /Successfully pulled image "nginx:1\.16\.0" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: 133000000 bytes\./,
    );
    expect(events).to.include('Normal Created Created container: nginx');
    expect(cluster.pod('web').status?.conditions?.[0]?.type).to.equal('PodReadyToStartContainers');
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.containerID).to.match(/^containerd:/);
    cluster.deletePod('web');
    expect(
      cluster.until(() => !cluster.hasPod('web')),
      'no waiting for a periodic sync any more',
    ).to.be.below(4);
  });

  it('runs the same way for the same seed, and another for another', () => {
    const life = (seed: number): string => {
      const cluster = new SmallCluster({}, seed);
      cluster.createPod('web', { containers: [nginx] });
      cluster.until(() => cluster.isReady('web'));
      return JSON.stringify([cluster.simulator.nowMs(), cluster.pod('web')]);
    };
    expect(life(7)).to.equal(life(7));
    expect(life(7)).not.to.equal(life(8));
  });
});
