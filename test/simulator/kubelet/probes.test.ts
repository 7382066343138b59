/** Probes and hooks of containers. */
import { expect } from 'chai';
import { SmallCluster } from './small-cluster.ts';

const nginx = { name: 'nginx', image: 'nginx:1.16.0' };

describe('probes', () => {
  it('keep a pod unready until its file is there', () => {
    const cluster = new SmallCluster();
    const readinessProbe = { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 2 };
    cluster.createPod('web', { containers: [{ ...nginx, readinessProbe }] });
    cluster.until(() => cluster.pod('web').status?.phase === 'Running');
    cluster.run(10);
    expect(cluster.isReady('web')).to.equal(false);
    expect(cluster.events('web').join('\n')).to.include(
      'Warning Unhealthy Readiness probe failed: cat: /tmp/ready: No such file or directory',
    );
    cluster.exec('web', ['touch', '/tmp/ready']);
    expect(cluster.until(() => cluster.isReady('web'))).to.be.below(5);
    cluster.exec('web', ['rm', '/tmp/ready']);
    cluster.until(() => !cluster.isReady('web'), 20);
  });

  it('restart a container that is not alive', () => {
    const cluster = new SmallCluster();
    const livenessProbe = { httpGet: { path: '/health', port: 80 }, periodSeconds: 3, failureThreshold: 2 };
    cluster.createPod('web', { containers: [{ ...nginx, livenessProbe }] });
    cluster.until(() => cluster.pod('web').status?.containerStatuses?.[0]?.restartCount === 1);
    const events = cluster.events('web').join('\n');
    expect(events).to.include(
      'Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 404',
    );
    expect(events).to.include('Normal Killing Container nginx failed liveness probe, will be restarted');
  });

  it('wait for the startup probe', () => {
    const cluster = new SmallCluster();
    const startupProbe = { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 3 };
    cluster.createPod('web', {
      containers: [{ ...nginx, startupProbe, readinessProbe: { tcpSocket: { port: 80 } } }],
    });
    cluster.until(() => cluster.events('web').join('\n').includes('failed startup probe, will be restarted'));
    expect(cluster.isReady('web')).to.equal(false);
    expect(cluster.events('web').join('\n')).to.match(
      /Startup probe failed: dial tcp 172\.16\.11\.\d+:81: connect: connection refused/,
    );
  });

  it('run the preStop hook before the signal', () => {
    const cluster = new SmallCluster();
    const lifecycle = { preStop: { exec: { command: ['sleep', '20'] } } };
    cluster.createPod('web', { containers: [{ ...nginx, lifecycle }] });
    cluster.until(() => cluster.isReady('web'));
    cluster.deletePod('web');
    expect(cluster.until(() => !cluster.hasPod('web'))).to.be.within(20, 34);
  });
});
