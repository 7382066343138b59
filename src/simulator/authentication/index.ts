/** Who asks. */
export {
  accountGroups,
  accountUsername,
  splitAccountUsername,
  wellKnown,
  type Identity,
} from './identity.ts';
