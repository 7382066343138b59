/** What commands print and requests answer: texts, printed tables, objects, refusals, responses. */
import { expect } from 'chai';
import { Problems } from '../../src/document/index.ts';
import {
  failureField,
  judgeFailure,
  judgeLoad,
  judgeOutput,
  judgeResponses,
  outputField,
  responseField,
  splitPrintedTable,
} from '../../src/expect/index.ts';
import type { Verdict } from '../../src/expect/index.ts';
import { leafTexts, yamlNode } from './still-cluster.ts';

const judgeYamlOutput = (yaml: string, stdout: string, stderr = '', captures = {}): Verdict => {
  const problems = new Problems();
  const output = outputField.read(yamlNode(yaml), problems);
  if (output === undefined) throw problems.list[0]!;
  return judgeOutput(output, { stdout, stderr }, captures);
};

const leavesOf = (yaml: string, stdout: string, stderr = ''): string[] =>
  leafTexts(judgeYamlOutput(yaml, stdout, stderr));

const position = { file: 'test.yaml', line: 1, column: 1 };

describe('output', () => {
  it('a text is contained', () => {
    expect(leavesOf('created', 'pod/a created\n')).to.deep.equal([]);
    expect(leavesOf('created', 'pod/a unchanged\n')).to.deep.equal([
      'stdout: expected contains "created", found pod/a unchanged',
    ]);
  });

  it('is, contains, excludes, matches, empty, stderr', () => {
    expect(leavesOf('is: |\n  a\n  b\n', 'a  \nb\n\n')).to.deep.equal([]);
    expect(leavesOf('is: a', 'a\nb')).to.deep.equal(['stdout: expected is a, found a (and 1 more lines)']);
    expect(leavesOf('contains: [a, b]', 'a')).to.deep.equal(['stdout: expected contains "b", found a']);
    expect(leavesOf('excludes: a', 'b a')).to.have.length(1);
    expect(leavesOf('matches: ^b$', 'a\nb\n')).to.deep.equal([]);
    expect(leavesOf('matches: ^b$', 'ab')).to.deep.equal(['stdout: expected matches /^b$/, found ab']);
    expect(leavesOf('empty: true', ' \n')).to.deep.equal([]);
    expect(leavesOf('empty: true', 'x')).to.deep.equal(['stdout: expected nothing, found x']);
    expect(leavesOf('stderr: {contains: W}', '', 'Warning')).to.deep.equal([]);
    expect(leavesOf('{contains: a, stderr: b}', 'x', 'y')).to.have.length(2);
  });

  it('captures stand in texts', () => {
    expect(judgeYamlOutput('on $(node)', 'on w1', '', { node: 'w1' }).ok).to.equal(true);
  });

  it('a printed object matches a partial one', () => {
    const json = JSON.stringify({ kind: 'Pod', status: { phase: 'Running', podIP: '1.2.3.4' } });
    expect(leavesOf('object: {status: {phase: Running}}', json)).to.deep.equal([]);
    expect(leavesOf('object: {status: {phase: Failed}}', 'status:\n  phase: Running\n')).to.deep.equal([
      'status.phase: expected Failed, found Running',
    ]);
  });
});

const pods = `NAME                          READY   STATUS    RESTARTS   AGE   IP               NODE     NOMINATED NODE   READINESS GATES
echo-hname-56bb8c4c9c-4xkvz   1/1     Running   0          22h   172.16.103.133   w2-k8s   <none>           <none>
echo-hname-56bb8c4c9c-bbcdf   1/1     Running   0          17s   172.16.221.132   w1-k8s   <none>           <none>
nginx-pod                     1/1     Running   1          2m    172.16.132.4     w3-k8s   <none>           <none>
`;

describe('tables', () => {
  it('are split by where the column names stand', () => {
    const table = splitPrintedTable(pods)!;
    expect(table.columns).to.deep.equal([
      'NAME',
      'READY',
      'STATUS',
      'RESTARTS',
      'AGE',
      'IP',
      'NODE',
      'NOMINATED NODE',
      'READINESS GATES',
    ]);
    expect(table.rows[2]!.cells).to.deep.equal([
      'nginx-pod',
      '1/1',
      'Running',
      '1',
      '2m',
      '172.16.132.4',
      'w3-k8s',
      '<none>',
      '<none>',
    ]);
  });

  it('keep empty cells and cells of several words', () => {
    const history =
      'deployment.apps/rollout-nginx \nREVISION  CHANGE-CAUSE\n1         kubectl apply --filename=x.yaml --record=true\n2         <none>\n\n';
    expect(splitPrintedTable(history)?.rows.map(({ cells }) => cells)).to.deep.equal([
      ['1', 'kubectl apply --filename=x.yaml --record=true'],
      ['2', '<none>'],
    ]);
    const services = 'NAME   TYPE        EXTERNAL-IP   AGE\na                  <none>        3s\n';
    expect(splitPrintedTable(services)?.rows[0]?.cells).to.deep.equal(['a', '', '<none>', '3s']);
  });

  const pasted = (rows: string, more = ''): string =>
    `table:\n  text: |\n    NAME                        READY   STATUS    RESTARTS   AGE     IP               NODE     NOMINATED NODE   READINESS GATES\n${rows
      .trim()
      .split('\n')
      .map((row) => `    ${row.trim()}\n`)
      .join('')}${more}`;
  const threeRows = `
    nginx-pod                   1/1     Running   1          11m     172.16.132.9     w3-k8s   <none>           <none>
    echo-hname-7894b67f-8kfjj   1/1     Running   0          5m36s   172.16.221.140   w1-k8s   <none>           <none>
    echo-hname-7894b67f-grc9j   1/1     Running   0          22h     172.16.221.139   w2-k8s   <none>           <none>`;

  it('pasted from the note: ages, addresses and hashes are free, the order too', () => {
    expect(leavesOf(pasted(threeRows), pods)).to.deep.equal([]);
  });

  it('everything else is not free', () => {
    expect(leavesOf(pasted(threeRows.replace('1          11m', '0          11m')), pods)).to.deep.equal([
      'row nginx-pod, RESTARTS: expected 0, found 1',
    ]);
    expect(leavesOf(pasted(threeRows.replace('w3-k8s', 'w1-k8s')), pods)).to.deep.equal([
      'row nginx-pod, NODE: expected w1-k8s, found w3-k8s',
    ]);
    expect(leavesOf(pasted(threeRows.replaceAll('echo-hname', 'echo-other')), pods)).to.have.length(2);
    expect(leavesOf(pasted(threeRows.replace('172.16.132.9 ', '<none>       ')), pods)).to.deep.equal([
      'row nginx-pod, IP: expected <none>, found 172.16.132.4',
    ]);
  });

  it('the number of rows counts', () => {
    const two = threeRows.trim().split('\n').slice(0, 2).join('\n');
    expect(leavesOf(pasted(two), pods)).to.deep.equal(['rows: expected 2, found 3']);
    expect(leavesOf(pasted(two, '  more: true\n'), pods)).to.deep.equal([]);
    expect(
      leavesOf(pasted(`${threeRows}\nother 1/1 Running 0 1s 1.2.3.4 w1-k8s <none> <none>`), pods),
    ).to.deep.equal(['row other: expected a row, found none']);
  });

  it('ordered and exact', () => {
    expect(leavesOf(pasted(threeRows, '  ordered: true\n'), pods)).to.not.have.length(0);
    expect(leavesOf(pasted(threeRows, '  exact: true\n'), pods)).to.include(
      'row nginx-pod, AGE: expected 11m, found 2m',
    );
  });

  it('stars, patterns and rows by column', () => {
    expect(
      leavesOf(
        'table: |\n  NAME           READY   NODE\n  echo-*         1/1     *\n  echo-hname-*-* 1/1     /^w[12]-/\n  nginx-pod      */1     w3-k8s\n',
        pods,
      ),
    ).to.deep.equal([]);
    expect(leavesOf('table: {rows: [{NAME: nginx-pod, RESTARTS: 1}], more: true}', pods)).to.deep.equal([]);
    expect(leavesOf('table: {rows: [{NAME: nginx-pod, RESTARTS: 2}], more: true}', pods)).to.deep.equal([
      'row nginx-pod, RESTARTS: expected 2, found 1',
    ]);
  });

  it('say which columns there are, or that there is no table', () => {
    expect(leavesOf('table: {rows: [{NAME: a, COLOUR: red}]}', pods)[0]).to.match(
      /^columns: expected NAME, COLOUR, found NAME, READY/,
    );
    expect(leavesOf('table: {rows: [{NAME: a}]}', 'No resources found\n')).to.deep.equal([
      'columns: expected NAME, found no table',
    ]);
  });

  it('point at the cell', () => {
    const verdict = judgeYamlOutput(
      'table: |\n  NAME        READY\n  nginx-pod   0/1\n  other       1/1\n',
      'NAME        READY\nnginx-pod   1/1\nother       1/1\n',
    );
    expect(verdict.leaves[0]?.position).to.include({ line: 3, column: 15, endColumn: 18 });
  });
});

describe('failure', () => {
  const judge = (yaml: string | undefined, exitCode: number, stderr = ''): string[] => {
    const expectation = yaml === undefined ? undefined : failureField.read(yamlNode(yaml), new Problems());
    return leafTexts(
      judgeFailure(expectation, { exitCode, stdout: '', stderr, reason: 'AlreadyExists' }, position),
    );
  };
  it('is not expected by default', () => {
    expect(judge(undefined, 0)).to.deep.equal([]);
    expect(judge(undefined, 1, 'error: x')).to.deep.equal(['exitCode: expected 0, found 1']);
  });
  it('any, by text, exit code or reason', () => {
    expect(judge('true', 1)).to.deep.equal([]);
    expect(judge('true', 0)).to.deep.equal(['exitCode: expected not 0, found 0']);
    expect(judge('already exists', 1, 'error: "a" already exists')).to.deep.equal([]);
    expect(judge('already exists', 1, 'not found')).to.have.length(1);
    expect(judge('{exitCode: 2}', 1)).to.deep.equal(['exitCode: expected 2, found 1']);
    expect(judge('{reason: AlreadyExists}', 1)).to.deep.equal([]);
    expect(judge('{reason: NotFound}', 1)).to.deep.equal(['reason: expected NotFound, found AlreadyExists']);
  });
});

describe('responses', () => {
  const answer = (status: number, body: string, name = 'default/a') => ({
    status,
    statusText: 'OK',
    headers: { server: 'nginx/1.15.12' },
    body,
    pod: name,
  });
  const refused = { error: 'refused' as const, message: 'connection refused' };
  const judge = (
    yaml: string | undefined,
    ...answers: (ReturnType<typeof answer> | typeof refused)[]
  ): string[] => {
    const expectation = yaml === undefined ? undefined : responseField.read(yamlNode(yaml), new Problems());
    return leafTexts(judgeResponses(expectation, answers, position));
  };
  it('status, body, headers', () => {
    expect(
      judge('{status: 200, body: Welcome, headers: {Server: nginx/1.15}}', answer(200, 'Welcome to nginx')),
    ).to.deep.equal([]);
    expect(judge('{status: 200, headers: {X-Y: z}}', answer(404, ''))).to.deep.equal([
      'status: expected 200, found 404',
      'headers.X-Y: expected present, found absent',
    ]);
  });
  it('counts by pod', () => {
    const two = [answer(200, ''), answer(200, '', 'default/b'), answer(200, '', 'default/b')];
    expect(judge('{byPod: {pods: 2, each: {$gte: 1}}}', ...two)).to.deep.equal([]);
    expect(judge('{byPod: {pods: 3, each: {$gte: 2}}}', ...two)).to.deep.equal([
      'byPod.pods: expected 3, found 2',
      'byPod[default/a]: expected >= 2, found 1',
    ]);
  });
  it('without an expectation every request must be answered well', () => {
    expect(judge(undefined, answer(200, ''))).to.deep.equal([]);
    expect(judge(undefined, answer(500, ''))).to.deep.equal(['status: expected below 400, found 500']);
    expect(judge(undefined, refused)).to.deep.equal([
      'answer: expected an answer, found refused: connection refused',
    ]);
  });
  it('failures expected, counted, or of one kind', () => {
    expect(judge('{error: refused}', refused)).to.deep.equal([]);
    expect(judge('{error: refused}', answer(200, ''))).to.deep.equal([
      'error: expected refused, found an answer with status 200',
    ]);
    expect(judge('{failed: {$lte: 1}}', refused, answer(200, ''))).to.deep.equal([]);
    expect(judge('{succeeded: 2}', refused, answer(200, ''))).to.deep.equal([
      'succeeded: expected 2, found 1',
    ]);
  });
  it('loads by their numbers', () => {
    const load = (yaml: string, failed: number): string[] =>
      leafTexts(
        judgeLoad(
          responseField.read(yamlNode(yaml), new Problems()),
          { sent: 10, succeeded: 10 - failed, failed, byPod: {} },
          position,
        ),
      );
    expect(load('{succeeded: {$gte: 5}}', 2)).to.deep.equal([]);
    expect(load('{byPod: {pods: 0}}', 2)).to.deep.equal(['failed: expected 0, found 2']);
  });
});
