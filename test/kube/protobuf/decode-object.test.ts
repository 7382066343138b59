import { expect } from 'chai';
import fc from 'fast-check';
import { decodeProtobuf, WireError } from '../../../src/kube/index.ts';

type Part = Uint8Array;

const varint = (value: bigint): number[] =>
  value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)];

const integer = (number: number, value: number): Part =>
  Uint8Array.from([...varint(BigInt(number * 8)), ...varint(BigInt.asUintN(64, BigInt(value)))]);

const message = (number: number, ...parts: (Part | string)[]): Part => {
  const bytes = parts.flatMap((part) => [
    ...(typeof part === 'string' ? new TextEncoder().encode(part) : part),
  ]);
  return Uint8Array.from([...varint(BigInt(number * 8 + 2)), ...varint(BigInt(bytes.length)), ...bytes]);
};

const envelope = (apiVersion: string, kind: string, ...parts: Part[]): Uint8Array =>
  Uint8Array.from([
    ...new TextEncoder().encode('k8s\0'),
    ...message(1, message(1, apiVersion), message(2, kind)),
    ...message(2, ...parts),
  ]);

describe('decodeProtobuf', () => {
  it('reads names, maps, lists, quantities, times, and numbers or texts', () => {
    const metadata = message(
      1,
      message(1, 'web'),
      message(2, ''),
      message(8, integer(1, 1_600_000_000)),
      message(11, message(1, 'app'), message(2, 'web')),
    );
    const probe = message(
      10,
      message(1, message(2, message(1, '/'), message(2, integer(1, 0), integer(2, 80)))),
    );
    const container = message(
      2,
      message(1, 'nginx'),
      message(2, 'nginx:1.16.0'),
      message(6, integer(1, 0), integer(2, 0), integer(3, 80), message(4, 'TCP')),
      message(8, message(2, message(1, 'cpu'), message(2, message(1, '250m')))),
      probe,
    );
    const spec = message(2, container, integer(4, 0), message(10, ''));
    expect(decodeProtobuf(envelope('v1', 'Pod', metadata, spec), 20)).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', creationTimestamp: '2020-09-13T12:26:40Z', labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'nginx',
            image: 'nginx:1.16.0',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            resources: { requests: { cpu: '250m' } },
            livenessProbe: { httpGet: { path: '/', port: 80 } },
          },
        ],
        terminationGracePeriodSeconds: 0,
      },
    });
  });

  it('reads bytes as base64, and negative numbers', () => {
    const secret = envelope(
      'v1',
      'Secret',
      message(1, message(1, 's')),
      message(2, message(1, 'p'), message(2, 'q')),
    );
    expect(decodeProtobuf(secret, 30)['data']).to.deep.equal({ p: 'cQ==' });
    expect(decodeProtobuf(envelope('policy/v1', 'DeleteOptions', integer(1, -1)), 30)).to.deep.equal({
      apiVersion: 'policy/v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: -1,
    });
  });

  it('refuses what is none with a WireError, whatever it is', () => {
    expect(() => decodeProtobuf(new TextEncoder().encode('{}'), 30)).to.throw(WireError, 'expected prefix');
    expect(() => decodeProtobuf(envelope('v1', 'Nothing'), 30)).to.throw(WireError, 'no kind "Nothing"');
    const whole = envelope(
      'v1',
      'Pod',
      message(1, message(1, 'web')),
      message(2, message(2, message(1, 'nginx'))),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const broken = whole.slice(0, end);
        broken[at] = byte;
        try {
          decodeProtobuf(broken, 30);
        } catch (error) {
          expect(error).to.be.instanceOf(WireError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
