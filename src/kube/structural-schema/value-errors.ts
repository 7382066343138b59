/** What is wrong with a value, in the words of upstream's OpenAPI validator, as errors of fields. */
import { goQuote } from '../go-format.ts';
import { goSyntax } from '../output/index.ts';
import { isAtLeast, type KubernetesVersion } from '../version.ts';
import {
  fieldError,
  GoSyntax,
  invalid,
  notSupported,
  required,
  type BadValue,
  type FieldError,
} from '../validation/index.ts';

/** A JSON value as messages print it: as Go's %#v, since 1.32 as JSON. */
export const badValueOf = (value: unknown, version: KubernetesVersion): BadValue => {
  if (typeof value !== 'object' || value === null) return value as BadValue;
  return new GoSyntax(isAtLeast(version, 32) ? JSON.stringify(value) : goSyntax(value));
};

/** Upstream's "nil path". */
const noPath = '<nil>';

/** A value's place: "" is the object itself. */
const placeOf = (path: string): string => (path === '' || path === '.' ? noPath : path.replace(/^\./, ''));

/** Composes the errors of one validation. */
export class ValueErrors {
  readonly version: KubernetesVersion;
  /** Stands before every path. */
  readonly #base: string;

  constructor(version: KubernetesVersion, base: string) {
    this.version = version;
    this.#base = base;
  }

  #place(path: string): string {
    const place = placeOf(path);
    if (this.#base === '') return place;
    return place === noPath ? this.#base : `${this.#base}.${place}`;
  }

  required(path: string): FieldError {
    return required(this.#place(path));
  }

  unsupported(path: string, value: unknown, values: readonly unknown[]): FieldError {
    const texts = values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    return notSupported(this.#place(path), badValueOf(value, this.version), texts);
  }

  /** `found`: the name of the type that it is of. */
  wrongType(path: string, expected: string, found: string): FieldError {
    const detail = `${path} in body must be of type ${expected}: ${goQuote(found)}`;
    const type = isAtLeast(this.version, 24) ? 'FieldValueTypeInvalid' : 'FieldValueInvalid';
    return fieldError(type, this.#place(path), found, detail);
  }

  tooLong(path: string, value: unknown, maximum: number): FieldError {
    if (!isAtLeast(this.version, 24))
      return this.#bound(path, value, `should be at most ${maximum} chars long`, '');
    const detail = isAtLeast(this.version, 32)
      ? `may not be more than ${maximum} bytes`
      : `may not be longer than ${maximum}`;
    return fieldError('FieldValueTooLong', this.#place(path), undefined, detail);
  }

  tooMany(path: string, size: number, maximum: number, what: 'items' | 'properties'): FieldError {
    if (!isAtLeast(this.version, 24)) {
      const detail = `${path} in body should have at most ${maximum} ${what}`;
      const isSizeKnown = what === 'items' && isAtLeast(this.version, 20);
      const shown = isSizeKnown ? size : what === 'items' ? '' : maximum;
      return invalid(this.#place(path), shown, detail);
    }
    const things = isAtLeast(this.version, 32) && maximum === 1 ? 'item' : 'items';
    return fieldError('FieldValueTooMany', this.#place(path), size, `must have at most ${maximum} ${things}`);
  }

  tooFew(path: string, size: number, minimum: number, what: 'items' | 'properties'): FieldError {
    const isSizeKnown = isAtLeast(this.version, what === 'items' ? 20 : 24);
    const shown = isSizeKnown ? size : what === 'items' ? '' : minimum;
    return invalid(this.#place(path), shown, `${path} in body should have at least ${minimum} ${what}`);
  }

  /** `beforeV20`: the value that messages showed until 1.19. */
  #bound(path: string, value: unknown, rule: string, beforeV20: BadValue): FieldError {
    const shown = isAtLeast(this.version, 20) ? badValueOf(value, this.version) : beforeV20;
    return invalid(this.#place(path), shown, `${path} in body ${rule}`);
  }

  /** A number or a text that breaks a rule. */
  outside(path: string, value: unknown, rule: string, limit: BadValue = ''): FieldError {
    return this.#bound(path, value, rule, limit);
  }

  wrongFormat(path: string, value: string, format: string): FieldError {
    const detail = `${path} in body must be of type ${format}: ${goQuote(value)}`;
    const type = isAtLeast(this.version, 24) ? 'FieldValueTypeInvalid' : 'FieldValueInvalid';
    return fieldError(type, this.#place(path), value, detail);
  }

  duplicates(path: string): FieldError {
    return invalid(this.#place(path), '', `${path} in body shouldn't contain duplicates`);
  }

  forbiddenProperty(path: string, name: string): FieldError {
    return invalid(this.#place(path), name, `${path}.${name} in body is a forbidden property`);
  }

  /** Of several schemas, not as many hold as should; said of the whole object. */
  composite(path: string, rule: string): FieldError {
    return invalid(this.#base === '' ? noPath : this.#base, '', `${goQuote(path)} must ${rule}`);
  }
}
