/** Volumes as containers see them, on the whole simulated cluster. */
import { expect } from 'chai';
import type { KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

const started = (): Simulator => {
  const lab = testLab();
  return createSimulator({ lab: { ...lab, nfs: [{ address: '192.168.1.10', exports: ['/nfs_shared'] }] } });
};

const create = ({ api }: Simulator, resource: string, object: object): void => {
  value(api.create(resource, 'default', object as KubeObject, by));
};

const pod = (name: string, volumes: object[], labels = { app: 'a' }): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    volumes,
    containers: [
      {
        name: 'c',
        image: 'busybox',
        command: ['sleep', 'infinity'],
        volumeMounts: (volumes as { name: string }[]).map((volume) => ({
          name: volume.name,
          mountPath: `/${volume.name}`,
        })),
      },
    ],
  },
});

const shell = (simulator: Simulator, name: string, line: string): string => {
  let output = '';
  const target = { namespace: 'default', pod: name };
  simulator.site.exec(target, ['sh', '-c', line], {}, (answer) => {
    const { stdout, stderr } = value(answer);
    output = stdout + stderr;
  });
  return output.trim();
};

const runs = (simulator: Simulator, ...names: string[]): void => {
  const areReady = (): boolean =>
    names.every((name) => value(simulator.api.get('pods', 'default', name)).status?.phase === 'Running');
  expect(simulator.waitUntil(areReady, simulator.nowMs() + 120_000)).to.equal('met');
};

const events = ({ api }: Simulator): string[] =>
  value(api.list('events', { namespace: 'default' })).items.map(
    (event) => `${event.reason ?? ''} ${event.message ?? ''}`,
  );

describe('volumes of pods', () => {
  it('share what an NFS server exports', () => {
    const simulator = started();
    const nfs = { server: '192.168.1.10', path: '/nfs_shared' };
    create(simulator, 'pods', pod('a', [{ name: 'data', nfs }]));
    create(
      simulator,
      'pods',
      pod('b', [{ name: 'data', nfs: { ...nfs, path: '/nfs_shared/sub', readOnly: true } }]),
    );
    runs(simulator, 'a', 'b');
    shell(simulator, 'a', 'mkdir /data/sub; echo hello > /data/sub/file');
    expect(shell(simulator, 'b', 'cat /data/file')).to.equal('hello');
    expect(shell(simulator, 'b', 'echo x > /data/file')).to.contain('Read-only file system');
    expect(shell(simulator, 'a', 'df -h')).to.contain('192.168.1.10:/nfs_shared\n');
  });

  it('wait for a server that is there, and say so', () => {
    const simulator = started();
    create(simulator, 'pods', pod('a', [{ name: 'data', nfs: { server: '192.168.1.10', path: '/other' } }]));
    simulator.runUntil(simulator.nowMs() + 20_000);
    expect(value(simulator.api.get('pods', 'default', 'a')).status?.phase).to.equal('Pending');
    expect(events(simulator).join('\n')).to.match(
      /FailedMount MountVolume.SetUp failed for volume "data" : mount failed: exit status 32[^]*No such file or directory/,
    );
  });

  it('keep an emptyDir as long as the pod, not longer', () => {
    const simulator = started();
    create(simulator, 'pods', pod('a', [{ name: 'data', emptyDir: {} }]));
    runs(simulator, 'a');
    shell(simulator, 'a', 'echo hello > /data/file');
    value(simulator.api.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 }, by));
    create(simulator, 'pods', pod('a', [{ name: 'data', emptyDir: {} }]));
    runs(simulator, 'a');
    expect(shell(simulator, 'a', 'ls /data')).to.equal('');
  });

  it('follow a ConfigMap within a minute and a half, but not at once', () => {
    const simulator = started();
    const map = (text: string): object => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'm' },
      data: { key: text },
    });
    create(simulator, 'configmaps', map('old'));
    create(simulator, 'pods', pod('a', [{ name: 'conf', configMap: { name: 'm' } }]));
    runs(simulator, 'a');
    const stored = value(simulator.api.get('configmaps', 'default', 'm'));
    value(simulator.api.update('configmaps', { ...stored, data: { key: 'new' } } as KubeObject, by));
    expect(shell(simulator, 'a', 'cat /conf/key')).to.equal('old');
    simulator.runUntil(simulator.nowMs() + 91_000);
    expect(shell(simulator, 'a', 'cat /conf/key')).to.equal('new');
  });

  it('tell a container about its pod, as its labels are now', () => {
    const simulator = started();
    const items = [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }];
    create(simulator, 'pods', pod('a', [{ name: 'info', downwardAPI: { items } }]));
    runs(simulator, 'a');
    expect(shell(simulator, 'a', 'cat /info/labels')).to.equal('app="a"');
    const patch = { metadata: { labels: { app: 'b' } } };
    value<Pod>(simulator.api.patch('pods', 'default', 'a', 'merge-patch+json', patch, by));
    simulator.runUntil(simulator.nowMs() + 5_000);
    expect(shell(simulator, 'a', 'cat /info/labels')).to.equal('app="b"');
  });
});
