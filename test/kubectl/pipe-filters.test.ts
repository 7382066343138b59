import { expect } from 'chai';
import { runFilter } from '../../src/kubectl/pipe-filters.ts';

const table = 'NAME   READY\nweb-1  1/1\ndb-10  0/1\ndb-2   1/1\n';

describe('pipe filters', () => {
  it('greps', () => {
    expect(runFilter(['grep', 'web'], table)).to.deep.equal({ stdout: 'web-1  1/1\n', exitCode: 0 });
    expect(runFilter(['grep', '-v', 'db'], table).stdout).to.equal('NAME   READY\nweb-1  1/1\n');
    expect(runFilter(['grep', '-ic', 'NaMe'], table).stdout).to.equal('1\n');
    expect(runFilter(['grep', '-E', 'web|db-2'], table).stdout).to.equal('web-1  1/1\ndb-2   1/1\n');
    expect(runFilter(['grep', 'a|b'], 'a\na|b\n').stdout).to.equal('a|b\n');
    expect(runFilter(['grep', 'a\\|b'], 'a\nc\n').stdout).to.equal('a\n');
    expect(runFilter(['grep', 'nope'], table)).to.deep.equal({ stdout: '', exitCode: 1 });
  });

  it('cuts, counts, sorts and picks columns', () => {
    expect(runFilter(['head', '-1'], table).stdout).to.equal('NAME   READY\n');
    expect(runFilter(['head', '-n', '2'], table).stdout).to.equal('NAME   READY\nweb-1  1/1\n');
    expect(runFilter(['tail', '-n1'], table).stdout).to.equal('db-2   1/1\n');
    expect(runFilter(['wc', '-l'], table).stdout).to.equal('4\n');
    expect(runFilter(['sort', '-r'], 'a\nc\nb\n').stdout).to.equal('c\nb\na\n');
    expect(runFilter(['sort', '-n'], '10\n9\n').stdout).to.equal('9\n10\n');
    expect(runFilter(['awk', 'NR>1 {print $2, $1}'], table).stdout).to.equal(
      '1/1 web-1\n0/1 db-10\n1/1 db-2\n',
    );
  });

  it('refuses other programs and options', () => {
    expect(() => runFilter(['xargs', 'rm'], table)).to.throw('cannot pipe into: xargs rm');
    expect(() => runFilter(['awk', 'BEGIN {x()}'], table)).to.throw('cannot pipe into');
    expect(() => runFilter(['sort', '-k2'], table)).to.throw('cannot pipe into');
  });
});
