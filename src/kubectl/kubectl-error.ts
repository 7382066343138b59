/** How a kubectl command fails, and the text and exit code that each failure ends in. */
import { ApiError, OutputError, isAtLeast, type KubernetesVersion, type Status } from '../kube/index.ts';
import { LabproofError } from '../core/index.ts';

/** A failure of kubectl's own: printed as "error: MESSAGE", or as it is when `isPlain`. */
export class KubectlError extends Error {
  readonly exitCode: number;
  readonly isPlain: boolean;
  constructor(message: string, options: { exitCode?: number; isPlain?: boolean } = {}) {
    super(message);
    this.name = 'KubectlError';
    this.exitCode = options.exitCode ?? 1;
    this.isPlain = options.isPlain ?? false;
  }
}

/** A flag that pflag refuses, or a required one that is absent. */
export class FlagError extends Error {
  readonly hasUsageHint: boolean;
  constructor(message: string, hasUsageHint = true) {
    super(message);
    this.name = 'FlagError';
    this.hasUsageHint = hasUsageHint;
  }
}

/** Several failures of one command, in order (upstream's Aggregate). */
export class CommandErrors extends Error {
  readonly errors: readonly Error[];
  constructor(errors: readonly Error[]) {
    super(errors.map((error) => error.message).join(', '));
    this.name = 'CommandErrors';
    this.errors = errors;
  }
}

/** Throws what was gathered: nothing, the one error, or all of them. */
export const throwGathered = (errors: readonly Error[]): void => {
  if (errors.length === 1) throw errors[0]!;
  if (errors.length > 1) throw new CommandErrors(errors);
};

/** What was caught, as an Error; a defect of ours (TypeError and the like) goes on. */
export const asCommandError = (caught: unknown): Error => {
  if (caught instanceof KubectlError || caught instanceof ApiError || caught instanceof CommandErrors)
    return caught;
  if (caught instanceof FlagError || caught instanceof LabproofError || caught instanceof OutputError)
    return caught;
  throw caught;
};

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go UsageErrorf */
export const usageError = (commandPath: string, message: string): KubectlError =>
  new KubectlError(`${message}\nSee '${commandPath} -h' for help and examples`);

/** True for a Status of this reason. */
export const isReason = (caught: unknown, reason: string): caught is ApiError =>
  caught instanceof ApiError && caught.status.reason === reason;

export const isNotFound = (caught: unknown): caught is ApiError => isReason(caught, 'NotFound');

/** The same Status with another message. */
export const withMessage = (error: ApiError, message: string): ApiError =>
  new ApiError({ ...error.status, message });

/** @source k8s 1.20 cli-runtime/pkg/resource/helper.go AddSourceToErr */
export const withSource = (error: Error, verb: string, source: string | undefined): Error =>
  source !== undefined && error instanceof ApiError
    ? withMessage(error, `error when ${verb} ${JSON.stringify(source)}: ${error.status.message ?? ''}`)
    : source !== undefined && !(error instanceof LabproofError)
      ? new KubectlError(`error when ${verb} ${JSON.stringify(source)}: ${error.message}`)
      : error;

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go StandardErrorMessage */
const serverMessage = (status: Status): string => {
  if (status.reason === 'Unauthorized')
    return `error: You must be logged in to the server (${status.message ?? ''})`;
  if (status.reason !== undefined && status.reason !== '') {
    return `Error from server (${status.reason}): ${status.message ?? ''}`;
  }
  return `Error from server: ${status.message ?? ''}`;
};

const plainMessage = (error: Error): string =>
  error instanceof ApiError ? serverMessage(error.status) : error.message;

/** @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go checkErr (the case IsInvalid) and MultilineError */
const invalidMessage = (status: Status, tellsMessage: boolean): string => {
  const details = status.details;
  if (details === undefined)
    return tellsMessage ? `The request is invalid: ${status.message ?? ''}` : 'The request is invalid';
  const causes = [
    ...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`)),
  ];
  let text = 'The request is invalid';
  if ((details.kind ?? '') !== '' || (details.name ?? '') !== '') {
    text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`;
  } else if (tellsMessage && (status.message ?? '') !== '' && causes.length === 0)
    text = `${text}: ${status.message ?? ''}`;
  if (causes.length === 0) return text;
  if (causes.length === 1) return `${text}: ${causes[0]!}`;
  return `${text}: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
};

/** What kubectl prints for a failure, and its exit code. @source k8s 1.20 kubectl/pkg/cmd/util/helpers.go checkErr */
export const failureOf = (error: Error, version: KubernetesVersion): { text: string; exitCode: number } => {
  if (error instanceof CommandErrors) {
    if (error.errors.length === 1) return failureOf(error.errors[0]!, version);
    const flat = (one: Error): Error[] => (one instanceof CommandErrors ? one.errors.flatMap(flat) : [one]);
    return { text: flat(error).map(plainMessage).join('\n'), exitCode: 1 };
  }
  if (error instanceof ApiError) {
    const isInvalid = error.status.reason === 'Invalid';
    return {
      text: isInvalid ? invalidMessage(error.status, isAtLeast(version, 26)) : serverMessage(error.status),
      exitCode: 1,
    };
  }
  const exitCode = error instanceof KubectlError ? error.exitCode : 1;
  const isPlain = (error instanceof KubectlError && error.isPlain) || error.message.startsWith('error: ');
  return { text: isPlain ? error.message : `error: ${error.message}`, exitCode };
};
