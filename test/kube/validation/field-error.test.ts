/** Field errors and paths, printed. */
import { expect } from 'chai';
import {
  causesOf,
  duplicate,
  forbidden,
  GoSyntax,
  invalid,
  notSupported,
  required,
} from '../../../src/kube/validation/field-error.ts';
import { FieldPath } from '../../../src/kube/validation/field-path.ts';

const path = FieldPath.of('spec').child('containers').index(0).child('env', 'name');

describe('field errors', () => {
  it('print paths as upstream does', () => {
    expect(path.toString()).to.equal('spec.containers[0].env.name');
    expect(FieldPath.of('data').key('a b').toString()).to.equal('data[a b]');
  });

  it('quote strings, and print numbers, missing values and Go syntax bare', () => {
    expect(invalid(path, 'a"b', 'no').text).to.equal(
      'spec.containers[0].env.name: Invalid value: "a\\"b": no',
    );
    expect(invalid(path, -1, 'no').message).to.equal('Invalid value: -1: no');
    expect(invalid(path, undefined, 'no').message).to.equal('Invalid value: "null": no');
    expect(duplicate(path, new GoSyntax('core.X{}')).message).to.equal('Duplicate value: core.X{}');
  });

  it('leave the value out where upstream does', () => {
    expect(required(path).message).to.equal('Required value');
    expect(forbidden(path, 'not here').message).to.equal('Forbidden: not here');
    expect(notSupported(path, 'x', ['a', 'b']).message).to.equal(
      'Unsupported value: "x": supported values: "a", "b"',
    );
  });

  it('become the causes of a status', () => {
    expect(causesOf([required('a', 'why')])).to.deep.equal([
      { reason: 'FieldValueRequired', message: 'Required value: why', field: 'a' },
    ]);
  });
});
