/** Whole numbers in hexadecimal, as one flat string: a string put together of pieces would keep every piece alive. */

const digitCodes = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));
const dashCode = 45;

/** Collects digits; `text()` answers them and begins anew. */
export class HexText {
  readonly #codes: number[] = [];

  /** The lowest `digits` digits (at most 8) of `value`, a whole number below 2^32. */
  add(value: number, digits: number): void {
    for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4)
      this.#codes.push(digitCodes[(value >>> shift) & 15]!);
  }

  dash(): void {
    this.#codes.push(dashCode);
  }

  text(): string {
    const text = String.fromCharCode.apply(undefined, this.#codes);
    this.#codes.length = 0;
    return text;
  }
}
