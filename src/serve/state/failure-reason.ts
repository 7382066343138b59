/** Why the system would not do something, without the call that met it: "ENOSPC: no space left on device". */
export const failureReason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/, \w+( '.*')?$/, '');

/** "ENOENT" */
export const failureCode = (error: unknown): string | undefined =>
  (error as { code?: string } | undefined)?.code;
