/** Which step proves a line of a note: spelling, free words, sections and steps; what is refused, and why. */
import { expect } from 'chai';
import { coverageFigure, coverNote, kubectlLines } from '../../src/notes/index.ts';
import { proofs } from './fixture.ts';

const fenced = (...lines: string[]): string => ['```', ...lines, '```'].join('\n');

const statusOf = async (step: string, line: string): Promise<string> => {
  const [covered] = coverNote('n.md', fenced(line), await proofs([step]));
  return covered!.status;
};

describe('covering a note', () => {
  const same: readonly (readonly [string, string])[] = [
    ['get pods -o wide -n shop', 'kubectl --namespace=shop get pods -owide'],
    ['get pods -o wide -n shop', 'kubectl  get   po --output=wide   -n shop'],
    ['get services', 'kubectl get svc'],
    ['delete pod/web', 'kubectl delete pods web'],
    ['delete pod web-7894b67f-2xb6n', 'kubectl delete pod web-64dd56c7b5-b6rhd'],
    ['delete pod "web"', "kubectl delete pod 'web'"],
    ['set image deployment web a=b --record', 'kubectl set image --record deployment/web a=b'],
    ['exec -it web -- ls', 'kubectl exec web --stdin --tty -- ls'],
    ['describe pods -n shop', 'sudo kubectl describe pods -n shop | grep Image:'],
    ['get pods -o yaml', 'kubectl get pods -o yaml > pods.yaml'],
    ['describe pod web', 'kubectl describe pod <pod name>'],
  ];
  for (const [step, line] of same) {
    it(`takes "${line}" for "${step}"`, async () => {
      expect(await statusOf(`kubectl: ${step}\noutput: x`, line)).to.equal('proven');
    });
  }

  const different: readonly (readonly [string, string])[] = [
    ['get pods -n shop', 'kubectl get pods'],
    ['get pods -n shop', 'kubectl get pods -n other'],
    ['get pods', 'kubectl get pods; kubectl get nodes'],
    ['scale deployment web --replicas=3', 'kubectl scale deployment web --replicas=9'],
    ['delete pod web', 'kubectl delete service web'],
    ['create deployment a --image=b', 'kubectl create deployment b --image=a'],
  ];
  for (const [step, line] of different) {
    it(`tells "${line}" from "${step}"`, async () => {
      expect(await statusOf(`kubectl: ${step}\noutput: x`, line)).to.equal('uncovered');
    });
  }

  it('takes captures for anything, and a step for its note.command', async () => {
    const captured = await proofs([
      'kubectl: get pods\noutput: x\ncapture: {pod: {from: pods, selector: a=b}}',
      'kubectl: delete pod $(pod)\noutput: x\nnote: {command: kubectl delete pods --all}',
    ]);
    const lines = coverNote(
      'n.md',
      fenced('kubectl delete pod anything', 'kubectl delete pods --all'),
      captured,
    );
    expect(lines.map(({ status }) => status)).to.deep.equal(['proven', 'proven']);
  });

  it('takes addresses for each other, and a loop for its request', async () => {
    const step =
      'request: {url: "http://10.0.0.1/", response: {status: 200}}\nnote: {command: curl -I 10.0.0.1}';
    const loop = 'i=1; while true; do echo `curl -I 172.16.1.4 | grep x`; done';
    const lines = coverNote(
      'n.md',
      fenced('curl -I http://172.16.1.4/ | grep Server', loop),
      await proofs([step]),
    );
    expect(lines.map(({ status }) => status)).to.deep.equal(['proven', 'proven']);
  });

  it('takes what is typed into a shell in a container for lines of its own', async () => {
    const step = 'kubectl: {line: exec -it web -- /bin/bash, stdin: "cat /run/nginx.pid\\n"}\noutput: x';
    const note = fenced('kubectl exec -it web -- /bin/bash', 'cat /run/nginx.pid', 'kill 1');
    expect(coverNote('n.md', note, await proofs([step])).map(({ status }) => status)).to.deep.equal([
      'proven',
      'proven',
      'uncovered',
    ]);
  });

  it('lets a step prove only its own note, section and number; a code span its section', async () => {
    const note = `# 3.1 A\n1. \`kubectl get pods\`\n${fenced('kubectl get pods')}\n2. again\n${fenced('kubectl get pods')}\n# 3.2 B\n${fenced('kubectl get pods')}`;
    const by = async (where: string, file = 'n.md'): Promise<string[]> =>
      coverNote(`some/${file}`, note, await proofs(['kubectl: get pods\noutput: x'], where)).map(
        ({ status }) => status[0]!,
      );
    expect(await by('{section: "3.1", step: 2}')).to.deep.equal(['p', 'u', 'p', 'u']);
    expect(await by('{section: "3.1 by hand"}')).to.deep.equal(['p', 'p', 'p', 'u']);
    expect(await by('{section: "3"}')).to.deep.equal(['p', 'p', 'p', 'p']);
    expect(await by('{section: "4"}')).to.deep.equal(['u', 'u', 'u', 'u']);
    expect(await by('{file: n.md}')).to.deep.equal(['p', 'p', 'p', 'p']);
    expect(await by('{file: n.md}', 'm.md')).to.deep.equal(['u', 'u', 'u', 'u']);
  });

  it('does not count steps that expect nothing', async () => {
    expect(await statusOf('kubectl: get pods\nsetup: true', 'kubectl get pods')).to.equal('uncovered');
  });

  it('refuses what works on no cluster, and what is said to be refused', () => {
    const note = fenced(
      'docker ps',
      'vagrant up',
      'ls',
      'curl 127.0.0.1',
      'curl 10.0.0.1',
      'kubectl get nodes',
    );
    const refusals = [{ command: 'kubectl get no', reason: 'it is another lab' }];
    const lines = coverNote('n.md', note, [], refusals);
    expect(lines.map(({ status }) => status[0])).to.deep.equal(['r', 'r', 'r', 'r', 'u', 'r']);
    expect(lines[0]!.reason).to.contain('not a Kubernetes command');
    expect(lines[5]!.reason).to.equal('it is another lab');
    expect(coverageFigure(lines)).to.deep.equal({
      lines: 6,
      proven: 0,
      refused: 5,
      uncovered: 1,
      percent: 0,
    });
    expect(kubectlLines(lines)).to.have.length(1);
  });
});
