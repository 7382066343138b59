/** Protobuf's wire format: a message as numbered values. @source protobuf.dev/programming-guides/encoding */

/** A number, or bytes. */
export interface WireField {
  number: number;
  value: bigint | Uint8Array;
}

/** Bytes that are no message. */
export class WireError extends Error {}

/** @throws WireError */
export const readMessage = (bytes: Uint8Array): WireField[] => {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new WireError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new WireError('proto: integer overflow');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new WireError('unexpected EOF');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const fields: WireField[] = [];
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        fields.push({ number, value: take(8) });
        break;
      case 2:
        fields.push({ number, value: take(Number(varint())) });
        break;
      case 5:
        fields.push({ number, value: take(4) });
        break;
      default:
        throw new WireError(`proto: illegal wireType ${tag % 8}`);
    }
  }
  return fields;
};

export const wireText = (value: WireField['value'] | undefined): string =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : '';

export const wireInteger = (value: WireField['value'] | undefined): number =>
  typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
