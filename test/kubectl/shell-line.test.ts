import { expect } from 'chai';
import fc from 'fast-check';
import { ShellLineError, parseShellLine } from '../../src/kubectl/index.ts';

const words = (line: string): string[] => parseShellLine(line, '/root')[0]!.stages[0]!;
const refusal = (line: string): string => {
  try {
    parseShellLine(line, '/root');
  } catch (error) {
    if (error instanceof ShellLineError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('shell line', () => {
  it('takes words apart as a shell does', () => {
    expect(words(`kubectl exec -it 'nginx pod' -- /bin/sh -c "echo \\"hi\\" there"`)).to.deep.equal([
      'kubectl',
      'exec',
      '-it',
      'nginx pod',
      '--',
      '/bin/sh',
      '-c',
      'echo "hi" there',
    ]);
    expect(words(`-o=jsonpath='{.items[*].metadata.name}'`)).to.deep.equal([
      '-o=jsonpath={.items[*].metadata.name}',
    ]);
    expect(words(`a\\ b ''`)).to.deep.equal(['a b', '']);
    expect(words('set image deployment/web *=nginx # all of them')).to.deep.equal([
      'set',
      'image',
      'deployment/web',
      '*=nginx',
    ]);
    expect(words('get \\\n  pods')).to.deep.equal(['get', 'pods']);
  });

  it('puts the home folder for ~ at the start of a word only', () => {
    expect(words("-f ~/a.yaml '~/b' x~/c ~")).to.deep.equal(['-f', '/root/a.yaml', '~/b', 'x~/c', '/root']);
  });

  it('parts commands and pipes', () => {
    expect(parseShellLine('get pods | grep web | wc -l && get svc; get rs', '/root')).to.deep.equal([
      {
        after: 'always',
        stages: [
          ['get', 'pods'],
          ['grep', 'web'],
          ['wc', '-l'],
        ],
      },
      { after: 'success', stages: [['get', 'svc']] },
      { after: 'always', stages: [['get', 'rs']] },
    ]);
  });

  it('refuses what it does not do, with where', () => {
    expect(refusal('get pods > file')).to.contain('redirection (>)');
    expect(refusal('get pods &')).to.contain('background');
    expect(refusal('delete pod $(get pods -o name)')).to.contain('substitution ($)');
    expect(refusal('get "$POD"')).to.contain('substitution ($)');
    expect(refusal('get a || get b')).to.contain('||');
    expect(refusal("get 'pods")).to.equal("the quote ' is not closed");
    expect(refusal('get pods | ')).to.equal('a command is missing here');
    expect(refusal('&& get pods')).to.equal('a command is missing here');
  });

  it('reads any words that were quoted back (property)', () => {
    const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (list) => {
        expect(words(list.map(quote).join(' '))).to.deep.equal(list);
      }),
    );
  });
});
