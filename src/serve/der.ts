/** DER: the few ASN.1 types that a certificate is made of. */

const element = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), content]);
};

/** Base-128 digits of one arc of an object identifier. */
const arc = (value: number): number[] => {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
};

export const der = {
  sequence: (...parts: Buffer[]): Buffer => element(0x30, Buffer.concat(parts)),
  set: (...parts: Buffer[]): Buffer => element(0x31, Buffer.concat(parts)),
  /** A positive integer, from its big-endian bytes. */
  integer: (bytes: Buffer): Buffer =>
    element(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes),
  /** "2.5.4.3" */
  identifier(text: string): Buffer {
    const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
    return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(arc)]));
  },
  text: (text: string): Buffer => element(0x0c, Buffer.from(text)),
  octets: (content: Buffer): Buffer => element(0x04, content),
  /** All bits of all bytes, save the last `unused`. */
  bits: (content: Buffer, unused = 0): Buffer =>
    element(0x03, Buffer.concat([Buffer.from([unused]), content])),
  yes: (): Buffer => element(0x01, Buffer.from([0xff])),
  /** "20260102030405Z" */
  time: (date: Date): Buffer =>
    element(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`)),
  /** [number] around an element, or in place of its tag. */
  tagged: (number: number, content: Buffer, isPrimitive = false): Buffer =>
    element((isPrimitive ? 0x80 : 0xa0) | number, content),
};
