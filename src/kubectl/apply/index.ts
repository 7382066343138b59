/** `kubectl apply`, and its subcommands on the last applied configuration. */
export * from './apply-object.ts';
export * from './last-applied-commands.ts';
export * from './server-side-apply.ts';
