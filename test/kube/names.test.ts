/** Name rules, and the names that are made up. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Random } from '../../src/core/index.ts';
import {
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  generateName,
  ipFamily,
  maskTrailingDash,
  parseKubernetesVersion,
  portNumberErrors,
  qualifiedNameErrors,
  safeEncodeString,
} from '../../src/kube/index.ts';

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);

describe('names', () => {
  it('lets labels be subdomains and qualified names', () => {
    fc.assert(
      fc.property(label, (name) => {
        expect(dns1123LabelErrors(name)).to.deep.equal([]);
        expect(dns1123SubdomainErrors(`${name}.${name}`)).to.deep.equal([]);
        expect(qualifiedNameErrors(`${name}.com/${name}`)).to.deep.equal([]);
      }),
    );
  });

  it('counts bytes, not characters', () => {
    expect(dns1123LabelErrors('é'.repeat(32))[0]).to.equal('must be no more than 63 characters');
  });

  it('says DNS-1123 before 1.20', () => {
    expect(dns1123LabelErrors('A', parseKubernetesVersion('1.18'))[0]).to.match(/^a DNS-1123 label must/);
    expect(dns1123LabelErrors('A', parseKubernetesVersion('1.20'))[0]).to.match(
      /^a lowercase RFC 1123 label must/,
    );
  });

  it('generates names that are labels when their base is one', () => {
    fc.assert(
      fc.property(label, fc.integer(), (base, seed) => {
        const name = generateName(`${base}-`, new Random(seed));
        expect(dns1123LabelErrors(name)).to.deep.equal([]);
        expect(name).to.match(/-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      }),
    );
  });

  it('generates the same name of the same seed, and another of another', () => {
    expect(generateName('web-', new Random(7))).to.equal(generateName('web-', new Random(7)));
    expect(generateName('web-', new Random(7))).not.to.equal(generateName('web-', new Random(8)));
  });

  it('encodes hashes without vowels', () => {
    expect(safeEncodeString('3172910148')).to.equal('75c6f5458d');
  });

  it('knows addresses of both families', () => {
    expect(ipFamily('10.9.8.7')).to.equal('IPv4');
    expect(ipFamily('2001:db8::ffff')).to.equal('IPv6');
    expect(ipFamily('::ffff:10.0.0.1')).to.equal('IPv6');
    for (const text of [
      '',
      '10.0.0',
      '10.0.0.256',
      '1::2::3',
      '1:2:3:4:5:6:7:8:9',
      'fe80::1%eth0',
      ':::',
      ':1',
    ])
      expect(ipFamily(text), text).to.equal(undefined);
  });

  it('bounds ports', () => {
    expect(portNumberErrors(0)).to.deep.equal(['must be between 1 and 65535, inclusive']);
    expect(portNumberErrors(65535)).to.deep.equal([]);
  });

  it('judges a generateName without its dash', () => {
    expect(maskTrailingDash('web-')).to.equal('wea');
  });
});
