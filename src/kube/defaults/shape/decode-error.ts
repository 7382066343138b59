/** The error of a value of the wrong type, with the way to it, in the words of the JSON decoder of the time. */
import { fieldsOf } from '../../facts/index.ts';
import { jsonTypeOf } from '../../json-value.ts';
import { isAtLeast } from '../../version.ts';
import { ValueError } from '../../value-error.ts';

/** "core/v1.Container" as Go prints it: "v1.Container". */
const printedType = (goType: string): string => goType.replace(/[\w.-]+\//g, '');

/** What is wrong, said twice: as jsoniter does, and as encoding/json does. */
interface Wording {
  older: string;
  newer: string;
}

export class DecodeError extends Error {
  readonly #wording: Wording;
  /** Outermost first: "v1.PodSpec.Containers", "[]v1.Container". */
  readonly #steps: string[] = [];
  readonly #fields: string[] = [];
  #owner = '';

  constructor(wording: Wording) {
    super(wording.newer);
    this.#wording = wording;
  }

  /** Says in which field of which struct it happened; called from the inside out. */
  within(goType: string, field: string, minor: number): this {
    const known = fieldsOf(goType, minor)?.find(({ jsonName }) => jsonName === field);
    this.#steps.unshift(`${printedType(goType)}.${known?.goName ?? field}`);
    this.#fields.unshift(field);
    if (this.#owner === '') this.#owner = goType.slice(goType.lastIndexOf('.') + 1);
    return this;
  }

  withinList(of: string): this {
    this.#steps.unshift(`[]${printedType(of)}`);
    return this;
  }

  /**
   * @deviates upstream before 1.23 adds the bytes of the request around the error
   * @source k8s 1.20 github.com/json-iterator/go, k8s 1.23 sigs.k8s.io/json
   */
  toValueError(minor: number): ValueError {
    const { older, newer } = this.#wording;
    if (!isAtLeast({ major: 1, minor, gitVersion: '' }, 23))
      return new ValueError([...this.#steps, older].join(': '));
    return new ValueError(
      newer.replace('<field>', `Go struct field ${this.#owner}.${this.#fields.join('.')}`),
    );
  }
}

const firstByte = (value: unknown): string => (JSON.stringify(value) ?? 'n').charAt(0);

const expectations: Record<string, string> = {
  string: 'ReadString: expects " or n, but found ',
  bool: 'ReadBool: expect t or f, but found ',
  list: 'decode slice: expect [ or n, but found ',
  struct: 'readObjectStart: expect { or n, but found ',
  map: 'ReadMapCB: expect { or n, but found ',
};

/** The error of `value` where a Go value of type `goType` must stand. */
export const wrongType = (
  value: unknown,
  form: 'string' | 'bool' | 'number' | 'list' | 'struct' | 'map',
  goType: string,
): DecodeError => {
  const expected = expectations[form];
  const older =
    expected === undefined
      ? `readUint${goType.includes('64') ? 64 : 32}: unexpected character: \ufffd`
      : expected + firstByte(value);
  const newer = `json: cannot unmarshal ${jsonTypeOf(value)} into <field> of type ${printedType(goType)}`;
  return new DecodeError({ older, newer });
};

/** The error of bytes that are not written in base64. */
export const wrongBytes = (badAt: number): DecodeError => {
  const newer = `illegal base64 data at input byte ${badAt}`;
  return new DecodeError({ older: `decode base64: ${newer}`, newer });
};

/** The error of a quantity that cannot be read. */
export const wrongQuantity = (error: ValueError): DecodeError =>
  new DecodeError({ older: `unmarshalerDecoder: ${error.message}`, newer: error.message });

/** The error of a number that a Go type of whole numbers does not hold. */
export const wrongNumber = (value: number, goType: string): DecodeError => {
  const older = Number.isInteger(value)
    ? `Read${goType.charAt(0).toUpperCase()}${goType.slice(1)}: overflow: ${value}`
    : 'assertInteger: can not decode float as int';
  return new DecodeError({
    older,
    newer: `json: cannot unmarshal number ${value} into <field> of type ${goType}`,
  });
};
