/** The shell and commands of containers, and executing them. */
import { expect } from 'chai';
import { SmallCluster } from '../kubelet/small-cluster.ts';

describe('commands in a container', () => {
  let cluster: SmallCluster;
  before(() => {
    cluster = new SmallCluster();
    cluster.createPod('web', {
      containers: [{ name: 'nginx', image: 'nginx:1.16.0', env: [{ name: 'GREETING', value: 'hello' }] }],
    });
    cluster.until(() => cluster.isReady('web'));
  });

  const sh = (script: string) => cluster.exec('web', ['sh', '-c', script]);
  const cases: [name: string, script: string, stdout: string, exitCode?: number][] = [
    ['substitutes variables', 'X=1; echo "$X ${Y:-none} $GREETING" \'$X\'', '1 none hello $X\n'],
    ['substitutes commands', 'echo $(echo a; echo b) `hostname`', 'a b web\n'],
    ['reckons', 'i=3; echo $((i++ * 2)) $i', '6 4\n'],
    ['pipes', 'printf "b\\na\\nb\\n" | sort | uniq -c | tr -s " "', ' 1 a\n 2 b\n'],
    ['chooses', 'if [ -f /etc/nginx/nginx.conf ]; then echo yes; else echo no; fi', 'yes\n'],
    ['joins', 'false && echo a || echo b; true && echo c', 'b\nc\n'],
    ['loops', 'for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
    ['counts down', 'n=3; while [ $n -gt 0 ]; do n=$((n-1)); done; echo $n', '0\n'],
    [
      'redirects',
      'echo one > /tmp/f; echo two >> /tmp/f; wc -l < /tmp/f; cat /nothing 2>/dev/null; echo $?',
      '2\n1\n',
    ],
    ['reads here documents', 'cat <<END\n$GREETING\nEND\necho after', 'hello\nafter\n'],
    ['groups', '{ echo a; echo b; } | head -1; (exit 3); echo $?', 'a\n3\n'],
    ['matches files', 'cd /usr/share/nginx/html; echo *.html', '50x.html index.html\n'],
    ['greps', 'cat /usr/share/nginx/html/index.html | grep title', '<title>Welcome to nginx!</title>\n'],
    ['edits', 'echo Server: nginx/1.16.0 | sed "s/.*nginx.//" ; echo a:b | cut -d: -f2', '1.16.0\nb\n'],
    ['exits with the last code', 'exit 4', '', 4],
    ['does not know what is not there', 'nosuch 2>/dev/null', '', 127],
    ['asks itself', 'curl -s -o /dev/null -w "%{http_code}\\n" localhost/nothing', '404\n'],
    ['asks itself for headers', 'curl -I --silent localhost | grep Server', 'Server: nginx/1.16.0\r\n'],
  ];
  for (const [name, script, stdout, exitCode = 0] of cases) {
    it(name, () => {
      expect(sh(script)).to.include({ stdout, exitCode });
    });
  }

  it('says what docker says of a command that is not in the image', () => {
    expect(cluster.exec('web', ['nosuch'])).to.deep.equal({
      exitCode: 126,
      stdout:
        'OCI runtime exec failed: exec failed: container_linux.go:349: starting container process caused "exec: \\"nosuch\\": executable file not found in $PATH": unknown\r\n',
      stderr: '',
    });
  });

  it('reports syntax errors', () => {
    expect(sh('if true; then echo a').exitCode).to.equal(2);
    expect(sh('echo "abc').stderr).to.include('unterminated quoted string');
  });

  it('feeds a shell from standard input, line by line', () => {
    const result = cluster.exec('web', ['bash'], 'cd /tmp\npwd\nX=2\necho $X\nexit 5\n');
    expect(result).to.deep.equal({ exitCode: 5, stdout: '/tmp\n2\n', stderr: '' });
  });

  it('takes virtual time to sleep', () => {
    const beforeMs = cluster.simulator.nowMs();
    expect(sh('sleep 3; echo up').stdout).to.equal('up\n');
    expect(cluster.simulator.nowMs() - beforeMs).to.equal(3000);
  });

  it('cannot kill a first process with SIGKILL from inside', () => {
    expect(sh('kill -9 1; sleep 5; echo alive').stdout).to.equal('alive\n');
  });

  it('serves what was written into the document root', () => {
    sh('echo changed > /usr/share/nginx/html/index.html');
    expect(sh('curl -s localhost').stdout).to.equal('changed\n');
  });

  it('is refused where there is nothing to run it in', () => {
    expect(cluster.exec('missing', ['ls']).stderr).to.equal('pods "missing" not found');
    cluster.createPod('waiting', { containers: [{ name: 'c', image: 'nginx:1.17.23' }] });
    cluster.run(5);
    expect(cluster.exec('waiting', ['ls']).stderr).to.equal(
      'unable to upgrade connection: container not found ("c")',
    );
  });
});

describe('a script as first process', () => {
  it('logs what it prints, and ends on a signal only when it traps it', () => {
    const cluster = new SmallCluster();
    const command = [
      'sh',
      '-c',
      'trap "echo bye; exit 0" TERM; i=0; while true; do echo tick $i; i=$((i+1)); sleep 2; done',
    ];
    cluster.createPod('loop', { containers: [{ name: 'c', image: 'busybox:1.32', command }] });
    cluster.until(() => cluster.isReady('loop'));
    cluster.run(5);
    const log = cluster.simulator.site.log('default', 'loop', { tailLines: 2 });
    expect(log.ok && log.value).to.match(/^tick \d\ntick \d\n$/);
    cluster.deletePod('loop');
    expect(cluster.until(() => !cluster.hasPod('loop'))).to.be.below(14);
  });

  it('cannot start when there is no such program', () => {
    const cluster = new SmallCluster();
    cluster.createPod('none', { containers: [{ name: 'c', image: 'busybox:1.32', command: ['nosuch'] }] });
    const status = () => cluster.pod('none').status?.containerStatuses?.[0];
    cluster.until(() => status()?.lastState?.terminated !== undefined);
    expect(status()?.lastState?.terminated).to.include({ exitCode: 127, reason: 'ContainerCannotRun' });
    expect(cluster.events('none').join('\n')).to.include('executable file not found in $PATH');
  });

  it('finds its volumes and variables', () => {
    const cluster = new SmallCluster();
    cluster.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'default' },
      data: { color: 'red' },
    });
    const container = {
      name: 'c',
      image: 'busybox:1.32',
      command: ['sh', '-c', 'echo $COLOR $NODE; echo $(cat /etc/settings/color); sleep 3600'],
      env: [
        { name: 'COLOR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      volumeMounts: [{ name: 'v', mountPath: '/etc/settings' }],
    };
    cluster.createPod('uses', {
      containers: [container],
      volumes: [{ name: 'v', configMap: { name: 'settings' } }],
    });
    cluster.createPod('lacks', {
      containers: [{ ...container, env: [], volumeMounts: [] }],
      volumes: [{ name: 'v', configMap: { name: 'missing' } }],
    });
    cluster.until(() => cluster.isReady('uses'));
    cluster.run(1);
    const log = cluster.simulator.site.log('default', 'uses', {});
    expect(log.ok && log.value).to.equal('red w1-k8s\nred\n');
    expect(cluster.events('lacks').join('\n')).to.include(
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "missing" not found',
    );
  });
});
