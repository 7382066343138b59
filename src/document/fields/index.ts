/** The kinds of fields that files are made of. */
export * from './composites.ts';
export * from './duration.ts';
export * from './object.ts';
export * from './scalars.ts';
