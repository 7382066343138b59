/** What a volume may hold, and what must be on the machine before it is mounted. */
import { expect } from 'chai';
import type { KubeObject, Pod, Volume } from '../../../src/kube/index.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { by, testLab, value } from '../bare-world.ts';

const withVolume = (volume: Omit<Volume, 'name'>): Simulator => {
  const simulator = createSimulator({ lab: testLab() });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: {
      volumes: [{ name: 'v', ...volume }],
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sleep', 'infinity'],
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      ],
    },
  };
  value(simulator.api.create('pods', 'default', pod as unknown as KubeObject, by));
  return simulator;
};

const podIn = ({ api }: Simulator): Pod => value(api.get('pods', 'default', 'p'));
const hasPhase = (simulator: Simulator, phase: string): boolean => {
  const isSo = (): boolean => podIn(simulator).status?.phase === phase;
  return simulator.waitUntil(isSo, simulator.nowMs() + 200_000) === 'met';
};
const eventsIn = ({ api }: Simulator): string[] =>
  value(api.list('events', { namespace: 'default' })).items.map(
    ({ type, reason, message }) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`,
  );

const shell = (simulator: Simulator, line: string): string => {
  let output = '';
  simulator.site.exec({ namespace: 'default', pod: 'p' }, ['sh', '-c', line], {}, (answer) => {
    const { stdout, stderr } = value(answer);
    output = stdout + stderr;
  });
  return output;
};

describe('an emptyDir with a size limit', () => {
  it('has its pod evicted when more is written', () => {
    const simulator = withVolume({ emptyDir: { sizeLimit: '1Mi' } });
    expect(hasPhase(simulator, 'Running')).to.equal(true);
    expect(shell(simulator, 'dd if=/dev/zero of=/v/big bs=1M count=2')).to.equal(
      '2+0 records in\n2+0 records out\n',
    );
    expect(hasPhase(simulator, 'Failed')).to.equal(true);
    const message = 'Usage of EmptyDir volume "v" exceeds the limit "1Mi". ';
    expect(podIn(simulator).status).to.include({ reason: 'Evicted', message });
    expect(eventsIn(simulator)).to.include(`Warning Evicted ${message}`);
  });

  it('leaves its pod alone at the limit, and after the file has gone again', () => {
    const simulator = withVolume({ emptyDir: { sizeLimit: '1Mi' } });
    expect(hasPhase(simulator, 'Running')).to.equal(true);
    shell(simulator, 'truncate -s 1M /v/full; fallocate -l 3M /v/more; rm /v/more');
    expect(shell(simulator, 'wc -c < /v/full').trim()).to.equal('1048576');
    simulator.runUntil(simulator.nowMs() + 200_000);
    expect(podIn(simulator).status?.phase).to.equal('Running');
  });
});

describe('a hostPath with a type', () => {
  for (const [type, path] of [
    ['', '/data'],
    ['DirectoryOrCreate', '/data'],
    ['Directory', '/var/log'],
    ['FileOrCreate', '/etc/app.conf'],
    ['Socket', '/var/run/docker.sock'],
    ['CharDevice', '/dev/null'],
  ] as const) {
    it(`is mounted: ${type || 'none'} ${path}`, () => {
      expect(hasPhase(withVolume({ hostPath: { path, type } }), 'Running')).to.equal(true);
    });
  }

  for (const [type, path, words] of [
    ['Directory', '/data', 'a directory'],
    ['File', '/etc/app.conf', 'a file'],
    ['File', '/var/log', 'a file'],
    ['FileOrCreate', '/var/log', 'a file'],
    ['DirectoryOrCreate', '/var/run/docker.sock', 'a directory'],
    ['Socket', '/var/log', 'a socket file'],
    ['CharDevice', '/dev/sda', 'a character device'],
    ['BlockDevice', '/dev/null', 'a block device'],
  ] as const) {
    it(`is refused: ${type} ${path}`, () => {
      const simulator = withVolume({ hostPath: { path, type } });
      simulator.runUntil(simulator.nowMs() + 20_000);
      expect(podIn(simulator).status?.phase).to.equal('Pending');
      expect(eventsIn(simulator)).to.include(
        `Warning FailedMount MountVolume.SetUp failed for volume "v" : hostPath type check failed: ${path} is not ${words}`,
      );
    });
  }
});
