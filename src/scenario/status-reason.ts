/** The reason of the Status that kubectl has printed as an error. */

/** `{reason: 'NotFound'}` for "Error from server (NotFound): …", `{reason: 'Invalid'}` for "The X "y" is invalid: …"; else nothing. */
export const reasonOf = (stderr: string): { reason?: string } => {
  const named = /^Error from server \((\w+)\): /m.exec(stderr)?.[1];
  if (named !== undefined) return { reason: named };
  return /^The \S+ ".*" is invalid: /m.test(stderr) ? { reason: 'Invalid' } : {};
};
