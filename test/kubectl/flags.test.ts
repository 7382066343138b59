import { expect } from 'chai';
import fc from 'fast-check';
import { parseFlags } from '../../src/kubectl/flags.ts';
import type { FlagDefinitions } from '../../src/kubectl/flags.ts';
import { FlagError } from '../../src/kubectl/index.ts';

const definitions = {
  output: { type: 'string', short: 'o' },
  stdin: { type: 'bool', short: 'i' },
  tty: { type: 'bool', short: 't' },
  replicas: { type: 'int', bits: 32 },
  port: { type: 'int', short: 'p' },
  timeout: { type: 'duration' },
  filename: { type: 'stringSlice', short: 'f' },
  env: { type: 'stringArray' },
  'dry-run': { type: 'string', default: 'none', noValueDefault: 'unchanged' },
} as const satisfies FlagDefinitions;

const parse = (...argv: string[]) => parseFlags(argv, definitions);
const refusal = (...argv: string[]): string => {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('flags', () => {
  it('reads every way to write a flag', () => {
    for (const argv of [['-o', 'wide'], ['-owide'], ['-o=wide'], ['--output', 'wide'], ['--output=wide']]) {
      expect(parse(...argv).values.output, argv.join(' ')).to.equal('wide');
    }
    expect(parse('-it').values).to.include({ stdin: true, tty: true });
    expect(parse('-ito', 'wide').values).to.include({ stdin: true, tty: true, output: 'wide' });
    expect(parse('--stdin=false').values.stdin).to.equal(false);
    expect(parse('--dry_run').values['dry-run']).to.equal('unchanged');
    expect(parse('--dry-run', 'client')).to.deep.include({ args: ['client'] });
    expect(parse('--timeout=1m30s').values.timeout).to.equal(90_000);
    expect(parse('--replicas=-3').values.replicas).to.equal(-3);
    expect(parse('-f', 'a,b', '-fc').values.filename).to.deep.equal(['a', 'b', 'c']);
    expect(parse('--env', 'A=1,2', '--env=B=3').values.env).to.deep.equal(['A=1,2', 'B=3']);
  });

  it('leaves what follows -- alone, and tells where it stood', () => {
    const { args, dashIndex, given } = parse('web', '-i', '--', 'ls', '-l', '--', '--nope');
    expect(args).to.deep.equal(['web', 'ls', '-l', '--', '--nope']);
    expect(dashIndex).to.equal(1);
    expect(given).to.deep.equal([{ name: 'stdin', value: 'true' }]);
  });

  it("fails with pflag's texts", () => {
    expect(refusal('--nope')).to.equal('unknown flag: --nope');
    expect(refusal('-z')).to.equal("unknown shorthand flag: 'z' in -z");
    expect(refusal('-iz')).to.equal("unknown shorthand flag: 'z' in -z");
    expect(refusal('--output')).to.equal('flag needs an argument: --output');
    expect(refusal('-io')).to.equal("flag needs an argument: 'o' in -o");
    expect(refusal('---x')).to.equal('bad flag syntax: ---x');
    expect(refusal('--replicas=x')).to.equal(
      'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax',
    );
    expect(refusal('--replicas=4294967296')).to.equal(
      'invalid argument "4294967296" for "--replicas" flag: strconv.ParseInt: parsing "4294967296": value out of range',
    );
    expect(refusal('-p', 'x')).to.equal(
      'invalid argument "x" for "-p, --port" flag: strconv.ParseInt: parsing "x": invalid syntax',
    );
    expect(refusal('--stdin=maybe')).to.equal(
      'invalid argument "maybe" for "-i, --stdin" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    );
    expect(refusal('--timeout=5')).to.equal(
      'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"',
    );
  });

  it('asks for help, whatever follows', () => {
    expect(parse('--help', '--nope').isHelpAsked).to.equal(true);
    expect(parse('-h').isHelpAsked).to.equal(true);
  });

  it('reads back what is written, in any form and order (property)', () => {
    const value = fc.string({ minLength: 1, maxLength: 8 });
    const use = fc.oneof(
      fc.record({ name: fc.constant('output'), short: fc.constant('o'), value }),
      fc.record({
        name: fc.constant('replicas'),
        short: fc.constant(''),
        value: fc.integer({ min: 0, max: 999 }).map(String),
      }),
      fc.record({ name: fc.constant('env'), short: fc.constant(''), value }),
    );
    const written = fc.tuple(use, fc.nat(2)).map(([flag, form]) => {
      if (form === 0 && flag.short !== '') return { flag, argv: [`-${flag.short}`, flag.value] };
      return { flag, argv: form === 1 ? [`--${flag.name}=${flag.value}`] : [`--${flag.name}`, flag.value] };
    });
    const positional = fc
      .stringMatching(/^[a-z][a-z0-9/=.-]*$/)
      .map((word) => ({ flag: undefined, argv: [word] }));
    fc.assert(
      fc.property(fc.array(fc.oneof(written, positional), { maxLength: 8 }), (parts) => {
        const { args, given } = parseFlags(
          parts.flatMap(({ argv }) => argv),
          definitions,
        );
        expect(args).to.deep.equal(parts.flatMap(({ flag, argv }) => (flag === undefined ? argv : [])));
        expect(given).to.deep.equal(
          parts.flatMap(({ flag }) => (flag === undefined ? [] : [{ name: flag.name, value: flag.value }])),
        );
      }),
    );
  });

  it('either parses or fails with a FlagError (property)', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('-', '--', '-o', '--output', '-it', '--replicas=', '-f=', '-=x'),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        try {
          const { args } = parseFlags(argv, definitions);
          expect(args.length).to.be.at.most(argv.length);
        } catch (error) {
          expect(error).to.be.instanceOf(FlagError);
        }
      }),
    );
  });
});
