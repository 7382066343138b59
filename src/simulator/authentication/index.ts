/** Who asks. */
export { administrator, nobody } from './administrator.ts';
export {
  accountGroups,
  accountUsername,
  splitAccountUsername,
  wellKnown,
  type Identity,
} from './identity.ts';
export { authenticateToken, type Authentication, type TokenHost } from './token-authenticator.ts';
export { boundToken, legacyToken, tokenIssuer, type BoundClaims } from './token.ts';
