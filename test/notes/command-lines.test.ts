/** The command lines of notes: prompts, continuations, fences of output and of files, code spans, places; any text will do. */
import { expect } from 'chai';
import fc from 'fast-check';
import { commandLines, coverNote } from '../../src/notes/index.ts';

const fence = '```';
const brief = (text: string): string[] => commandLines(text).map(({ line, command }) => `${line} ${command}`);

describe('command lines of a note', () => {
  it('leaves prompts out and joins continued lines', () => {
    const note = [
      `${fence}bash`,
      '[root@m-k8s ~]# kubectl get pods \\',
      '    -o wide',
      'user@host:~/labs$ kubectl get nodes',
      '$ sudo kubectl delete pod a',
      'PS C:\\labs> kubectl version',
      '/ # ls /audit',
      'root@nginx-pod:/# kill 1',
      fence,
    ];
    expect(brief(note.join('\n'))).to.deep.equal([
      '2 kubectl get pods -o wide',
      '4 kubectl get nodes',
      '5 sudo kubectl delete pod a',
      '6 kubectl version',
      '7 ls /audit',
      '8 kill 1',
    ]);
  });

  it('takes "# " for a prompt only where nothing else is typed', () => {
    expect(brief(`${fence}\n# kubectl get pods\n${fence}`)).to.deep.equal(['2 kubectl get pods']);
    expect(brief(`${fence}\n# kubectl get NAME\nkubectl get pods\n${fence}`)).to.deep.equal([
      '3 kubectl get pods',
    ]);
    expect(brief(`${fence}\n# ping three times\nsomething else\n${fence}`)).to.deep.equal([]);
  });

  it('leaves the comment behind a line out', () => {
    expect(brief(`${fence}\nkubectl get pods # all\necho '# a'\n${fence}`)).to.deep.equal([
      '2 kubectl get pods',
      "3 echo '# a'",
    ]);
  });

  it('finds no command in output, in files and in scripts', () => {
    expect(brief(`${fence}\nNOTES:\nkubectl expose deployment x\n${fence}`)).to.deep.equal([]);
    expect(brief(`${fence}yaml\nkubectl: get pods\n${fence}`)).to.deep.equal([]);
    expect(brief(`${fence}ruby\nkubectl get pods\n${fence}`)).to.deep.equal([]);
    expect(brief(`${fence}sh\n#!/bin/sh\nkubectl get pods\n${fence}`)).to.deep.equal([]);
  });

  it('reads fences of tildes, longer ones, in lists and in quotes', () => {
    expect(brief('~~~\nkubectl get pods\n~~~')).to.deep.equal(['2 kubectl get pods']);
    expect(
      brief(`${fence}${fence}\nkubectl get pods\n${fence}\nkubectl get nodes\n${fence}${fence}`),
    ).to.deep.equal(['2 kubectl get pods', '4 kubectl get nodes']);
    expect(brief(`1. so:\n   ${fence}sh\n   kubectl get pods\n   ${fence}`)).to.deep.equal([
      '3 kubectl get pods',
    ]);
    expect(brief(`> ${fence}\n> kubectl get pods\n> ${fence}\n\`kubectl get nodes\``)).to.deep.equal([
      '2 kubectl get pods',
      '4 kubectl get nodes',
    ]);
    expect(brief(`${fence}\nkubectl get pods`)).to.deep.equal(['2 kubectl get pods']);
  });

  it('takes loops, blocks, quotes and here-documents for one command', () => {
    const note = [
      fence,
      'while true; do',
      '  curl 10.0.0.1',
      'done',
      '$i=0; while($true)',
      '{',
      '  (Invoke-RestMethod "http://10.0.0.1")',
      '}',
      "kubectl patch deployment web -p '{",
      '"spec": {}}',
      "'",
      'cat <<EOF > file',
      'kubectl get pods',
      'EOF',
      'kubectl get nodes',
      fence,
    ];
    expect(commandLines(note.join('\n')).map(({ line }) => line)).to.deep.equal([2, 5, 9, 12, 15]);
  });

  it('takes code spans for lines where they could be typed, not where they only name a command', () => {
    const prose =
      'Use `kubectl run`, `kubectl`, `kubectl create deployment`, `docker run` and `nginx-pod`; then `kubectl get pods`, ' +
      '`kubectl apply -f a.yaml`, `kubectl describe pod <pod name>` and ``docker ps -a``.';
    expect(commandLines(prose).map(({ command }) => command)).to.deep.equal([
      'kubectl get pods',
      'kubectl apply -f a.yaml',
      'kubectl describe pod <pod name>',
      'docker ps -a',
    ]);
  });

  it('says in which section and step a line stands', () => {
    const note = `# 3. Pods\n## 3.2.1 Run\n1. first\n${fence}\nkubectl get pods\n${fence}\n2 forgot the stop: \`kubectl get nodes\`\n### **Scale out**\n\`kubectl get rc\``;
    expect(commandLines(note).map(({ section, step }) => [section, step])).to.deep.equal([
      ['3.2.1', 1],
      ['3.2.1', 2],
      ['Scale out', undefined],
    ]);
  });

  it('knows what is typed in a container', () => {
    const note = `${fence}\nkubectl exec -it web -- /bin/bash\n${fence}\n${fence}\ncat /run/nginx.pid\n${fence}\n${fence}\nkubectl get pods\nls\n${fence}`;
    expect(commandLines(note).map(({ isInContainer }) => isInContainer)).to.deep.equal([
      false,
      true,
      false,
      false,
    ]);
  });

  describe('printed output', () => {
    const outputs = (text: string): (string | undefined)[] =>
      commandLines(text).map(({ output }) => output && `${output.line}: ${output.text}`);

    it('stands in the fence, in the fence below, or below a code span', () => {
      expect(outputs(`${fence}\n$ kubectl get pods\n\nNAME   READY\na      1/1\n${fence}`)).to.deep.equal([
        '4: NAME   READY\na      1/1',
      ]);
      expect(
        outputs(`${fence}\nkubectl get pods\n${fence}\n\n${fence}\nNAME   READY\n${fence}`),
      ).to.deep.equal(['6: NAME   READY']);
      expect(outputs(`see \`kubectl get pods\`:\n${fence}\nNAME   READY\n${fence}`)).to.deep.equal([
        '3: NAME   READY',
      ]);
    });

    it('is given to each of several lines, or to the last', () => {
      const two = `${fence}\nkubectl get pv\nkubectl get pvc\n${fence}\n`;
      const shown = (text: string): string => `${fence}\n${text}\n${fence}\n`;
      expect(outputs(two + shown('NAME   A') + shown('NAME   B'))).to.deep.equal([
        '6: NAME   A',
        '9: NAME   B',
      ]);
      expect(outputs(two + shown('NAME   B'))).to.deep.equal([undefined, '6: NAME   B']);
    });

    it('is not the manifest that is applied, nor a table that the line cannot print, nor what stands below other words', () => {
      expect(outputs(`${fence}\nkubectl apply -f a\n${fence}\n${fence}yaml\nspec:\n${fence}`)).to.deep.equal([
        undefined,
      ]);
      expect(
        outputs(`${fence}\nkubectl get -f a -o yaml\n${fence}\n${fence}yaml\nspec:\n${fence}`),
      ).to.deep.equal(['5: spec:']);
      expect(
        outputs(
          `${fence}\nkubectl scale deployment a --replicas=1\n${fence}\n${fence}\nNAME   READY\n${fence}`,
        ),
      ).to.deep.equal([undefined]);
      expect(
        outputs(`${fence}\nkubectl get pods\n${fence}\nwords\n${fence}\nNAME   READY\n${fence}`),
      ).to.deep.equal([undefined]);
    });
  });

  it('is not disturbed by Korean, CRLF or a byte order mark', () => {
    const note = `\uFEFF# 3.2.1 파드\n1. 파드를 조회한다 \`kubectl get pods\`로\n${fence}shell\nkubectl get pods \n${fence}\n${fence}shell\n파드는 \nNAME   READY\n${fence}\n`;
    const unix = commandLines(note);
    expect(unix).to.have.length(2);
    expect(commandLines(note.replaceAll('\n', '\r\n'))).to.deep.equal(unix);
  });

  it('never throws, and finds every line where it stands', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '```',
        '~~~',
        '```sh',
        '\n',
        '\r\n',
        '`',
        '$ ',
        '# ',
        'kubectl get ',
        '\\',
        "'",
        '"',
        '<<EOF',
        '$(',
        '{',
        '한글',
        '|',
        '> ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
        let before = 0;
        for (const { line, command } of commandLines(text)) {
          expect(line).to.be.within(Math.max(1, before), lines.length);
          expect(lines[line - 1]).to.contain(command.split(/\s/)[0]);
          before = line;
        }
        for (const { status } of coverNote('a.md', text, []))
          expect(status).to.be.oneOf(['refused', 'uncovered']);
      }),
      { numRuns: 500 },
    );
  });
});
