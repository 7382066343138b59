import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  OutputError,
  TabWriter,
  alignTabs,
  goJson,
  goSorted,
  goTemplatePrinter,
  goYaml,
  isNaturallyLess,
  jsonPathPrinter,
  tableWriterOptions,
} from '../../../src/kube/index.ts';

const jsonValue = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('goJson', () => {
  it('writes what JSON.parse reads back (property)', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(0, 4), (value, indent) => {
        expect(JSON.parse(goJson(value, indent))).to.deep.equal(value);
      }),
    );
  });

  it('sorts keys and escapes as Go does', () => {
    expect(goJson({ b: '<a&b>', a: [], c: {} }, 4)).to.equal(
      '{\n    "a": [],\n    "b": "\\u003ca\\u0026b\\u003e",\n    "c": {}\n}',
    );
  });
});

describe('goYaml', () => {
  it('writes what a YAML reader reads back (property)', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[ a-z:#\-\n'"|>~0-9.]{0,120}$/));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('node'), { maxLength: 3 }),
      map: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9./_-]{1,12}$/), tie('node'), { maxKeys: 4 }),
    })).map;
    fc.assert(
      fc.property(tree, (value) => {
        expect(parse(goYaml(value), { version: '1.2' })).to.deep.equal({ ...(value as object) });
      }),
      { numRuns: 500 },
    );
  });

  it('folds long lines at a blank after column 80', () => {
    const message = `${'word '.repeat(20)}end`;
    expect(goYaml({ message })).to.equal(`message: ${'word '.repeat(14)}word\n  ${'word '.repeat(5)}end\n`);
  });
});

describe('TabWriter', () => {
  it('aligns each run of lines that has a column', () => {
    expect(alignTabs('a\tb\tc\nlonger\tx\ty\n\nz\t1\n', { minWidth: 0, padding: 2 })).to.equal(
      'a       b  c\nlonger  x  y\n\nz  1\n',
    );
  });

  it('remembers widths from flush to flush', () => {
    const writer = new TabWriter(tableWriterOptions);
    writer.write('long-name-here\tx\n');
    expect(writer.flush()).to.equal('long-name-here   x\n');
    writer.write('a\tx\n');
    expect(writer.flush()).to.equal('a                x\n');
    writer.forget();
    writer.write('a\tx\n');
    expect(writer.flush()).to.equal('a     x\n');
  });
});

describe('goSorted', () => {
  it('sorts any list (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (numbers) => {
        expect(goSorted(numbers, (a, b) => a < b)).to.deep.equal([...numbers].sort((a, b) => a - b));
      }),
    );
  });

  it('orders names with numbers as people do', () => {
    expect(['pod-10', 'pod-2', 'pod-1', 'a'].sort((a, b) => (isNaturallyLess(a, b) ? -1 : 1))).to.deep.equal([
      'a',
      'pod-1',
      'pod-2',
      'pod-10',
    ]);
  });
});

describe('jsonPathPrinter', () => {
  const data = {
    items: [
      { n: 'a', l: [1, 2] },
      { n: 'b', l: [] },
    ],
  };
  const print = (template: string): string => jsonPathPrinter(template)(data);

  it('goes on after nested ranges, empty ones included', () => {
    expect(print('{range .items[*]}{.n}[{range .l[*]}{@},{end}]{end}.')).to.equal('a[1,2,]b[].');
  });

  it('finds, filters and fails', () => {
    expect(print("{.items[?(@.n=='b')].n}{' '}{..n}")).to.equal('b a b');
    expect(() => print('{.items[5]}')).to.throw(OutputError, 'array index out of bounds: index 5, length 2');
    expect(() => print('{.n[}')).to.throw(OutputError, 'unterminated array');
  });
});

describe('goTemplatePrinter', () => {
  const data = { items: [{ n: 'a', on: true, count: 3 }, { n: 'b' }] };
  const print = (template: string): string => goTemplatePrinter(template)(data);

  it('evaluates what people write', () => {
    expect(print('{{range .items}}{{if .on}}{{.n}}!{{else}}{{.n}}?{{end}}{{end}}')).to.equal('a!b?');
    expect(print('{{with index .items 0}}{{printf "%s-%03d" .n .count}}{{end}}')).to.equal('a-003');
    expect(print('{{$x := len .items}}{{if and (eq $x 2) (not (gt $x 5))}}two{{end}}')).to.equal('two');
    expect(print('{{- range $i, $p := .items -}} {{$i}}{{$p.n | printf "<%s>"}} {{- end -}}')).to.equal(
      '0<a>1<b>',
    );
    expect(print('{{/* a comment */}}{{range .none}}x{{else}}none{{end}}')).to.equal('none');
  });

  it('prints what it had when it fails', () => {
    try {
      print('start {{.items.x}}');
      expect.fail('it did not fail');
    } catch (error) {
      expect(error).to.be.instanceOf(OutputError);
      expect((error as OutputError).partial).to.match(
        /^start Error executing template: template: output:1:14: executing "output" at <.items.x>/,
      );
    }
    expect(() => print('{{nope}}')).to.throw(OutputError, 'function "nope" not defined');
    expect(() => print('{{if .x}}')).to.throw(OutputError, 'unexpected EOF');
  });
});
