/** A certificate of the server's own, for 127.0.0.1 and localhost, that is its own authority. @source RFC 5280 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { der } from './der.ts';

export interface Certificate {
  /** PEM. */
  certificate: string;
  /** PEM. */
  key: string;
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = der.sequence(der.identifier('1.2.840.10045.4.3.2'));

const nameOf = (commonName: string): Buffer =>
  der.sequence(der.set(der.sequence(der.identifier('2.5.4.3'), der.text(commonName))));

const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
  der.sequence(der.identifier(id), ...(isCritical ? [der.yes()] : []), der.octets(value));

const extensionsOf = (publicKey: Buffer): Buffer => {
  const digitalSignatureAndCertSign = Buffer.from([0b10000100]);
  const alternativeNames = der.sequence(
    der.tagged(2, Buffer.from('localhost'), true),
    der.tagged(2, Buffer.from('kubernetes'), true),
    der.tagged(7, Buffer.from([127, 0, 0, 1]), true),
  );
  const keyId = createHash('sha1').update(publicKey).digest();
  return der.tagged(
    3,
    der.sequence(
      extension('2.5.29.19', true, der.sequence(der.yes())),
      extension('2.5.29.15', true, der.bits(digitalSignatureAndCertSign, 2)),
      extension('2.5.29.37', false, der.sequence(der.identifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.14', false, der.octets(keyId)),
      extension('2.5.29.17', false, alternativeNames),
    ),
  );
};

/** Made anew; valid from a day before `now` for ten years. */
export const createCertificate = (now: Date): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const subjectPublicKey = publicKey.export({ type: 'spki', format: 'der' });
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const name = nameOf('labproof');
  const body = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    ecdsaWithSha256,
    name,
    der.sequence(der.time(new Date(now.getTime() - dayMs)), der.time(new Date(now.getTime() + 3650 * dayMs))),
    name,
    subjectPublicKey,
    extensionsOf(subjectPublicKey),
  );
  const signature = der.bits(sign('sha256', body, privateKey));
  const whole = der.sequence(body, ecdsaWithSha256, signature).toString('base64');
  const lines = whole.match(/.{1,64}/g)!.join('\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
