/** The certificate of the simulated cluster's authority, as pods find it: PEM in form, no key behind it. */
export const certificateText = `-----BEGIN CERTIFICATE-----
bGFicHJvb2Y6IHRoZSBzaW11bGF0ZWQgY2x1c3RlciBoYXMgbm8gcmVhbCBrZXlz
-----END CERTIFICATE-----
`;
