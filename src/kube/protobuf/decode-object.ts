/** An object in Kubernetes' protobuf envelope, as JSON has it. @source k8s 1.20 apimachinery/pkg/runtime/serializer/protobuf/protobuf.go */
import { goTypeOf } from '../defaults/index.ts';
import { StructDecoder } from './decode-struct.ts';
import { readMessage, WireError, wireText } from './wire.ts';

export { WireError } from './wire.ts';

const prefix = [0x6b, 0x38, 0x73, 0x00];

const goTypeOfBody = (apiVersion: string, kind: string, minor: number): string | undefined =>
  kind === 'DeleteOptions' ? 'meta/v1.DeleteOptions' : goTypeOf(apiVersion, kind, minor);

/**
 * The object in `bytes`, for a server of 1.`minor`.
 * @throws WireError when it is none, or of a kind that has no form in protobuf
 */
export const decodeProtobuf = (bytes: Uint8Array, minor: number): Record<string, unknown> => {
  if (!prefix.every((byte, index) => bytes[index] === byte))
    throw new WireError(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  const envelope = readMessage(bytes.subarray(prefix.length));
  const part = (number: number): Uint8Array => {
    const value = envelope.find((field) => field.number === number)?.value;
    return value instanceof Uint8Array ? value : new Uint8Array();
  };
  const typeMeta = readMessage(part(1));
  const text = (number: number): string => wireText(typeMeta.find((field) => field.number === number)?.value);
  const apiVersion = text(1);
  const kind = text(2);
  const goType = goTypeOfBody(apiVersion, kind, minor);
  if (goType === undefined)
    throw new WireError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...new StructDecoder(minor).decode(goType, part(2)) };
};
