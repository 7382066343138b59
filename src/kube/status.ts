/** metav1.Status: how a Kubernetes API says that a request failed, and the answers that carry it. */

export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Failure' | 'Success';
  message?: string;
  /** A machine-readable word: NotFound, AlreadyExists, Conflict, Invalid, Forbidden, BadRequest, … */
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    causes?: StatusCause[];
    retryAfterSeconds?: number;
  };
  /** The HTTP status code. */
  code?: number;
}

/** What a synchronous API verb answers: the value, or the Status of the failure. It never throws. */
export type Answer<T> = { ok: true; value: T } | { ok: false; status: Status };

/** A resource as named in messages: `deployments.apps`, `pods`. */
export interface GroupResource {
  group: string;
  resource: string;
}

const qualified = ({ group, resource }: GroupResource): string =>
  group === '' ? resource : `${resource}.${group}`;

const failure = (code: number, reason: string, message: string, details?: Status['details']): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  ...(details === undefined ? {} : { details }),
  code,
});

const detailsOf = ({ group, resource }: GroupResource, name: string): NonNullable<Status['details']> => ({
  ...(name === '' ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind: resource,
});

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewNotFound */
export const notFound = (what: GroupResource, name: string): Status =>
  failure(404, 'NotFound', `${qualified(what)} "${name}" not found`, detailsOf(what, name));

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewAlreadyExists */
export const alreadyExists = (what: GroupResource, name: string): Status =>
  failure(409, 'AlreadyExists', `${qualified(what)} "${name}" already exists`, detailsOf(what, name));

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewConflict */
export const conflict = (what: GroupResource, name: string, why: string): Status =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(what)} "${name}": ${why}`,
    detailsOf(what, name),
  );

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewForbidden */
export const forbidden = (what: GroupResource, name: string, why: string): Status =>
  failure(
    403,
    'Forbidden',
    name === ''
      ? `${qualified(what)} is forbidden: ${why}`
      : `${qualified(what)} "${name}" is forbidden: ${why}`,
    detailsOf(what, name),
  );

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewBadRequest */
export const badRequest = (message: string): Status => failure(400, 'BadRequest', message);

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewMethodNotSupported */
export const methodNotSupported = (what: GroupResource, action: string): Status =>
  failure(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind "${qualified(what)}"`,
    detailsOf(what, ''),
  );

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewTooManyRequests (an eviction that a budget refuses) */
export const tooManyRequests = (message: string, causes?: StatusCause[]): Status =>
  failure(429, 'TooManyRequests', message, causes === undefined ? {} : { causes });

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewInternalError */
export const internalError = (message: string): Status =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

/** An error that upstream passes on as it is, without a reason. */
export const unclassifiedError = (message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  code: 500,
});

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewInvalid; `causes` in order, the message joins them as aggregate errors do. */
export const invalid = (group: string, kind: string, name: string, causes: StatusCause[]): Status => {
  const texts = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  const joined = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`;
  return failure(
    422,
    'Invalid',
    `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${joined}`,
    {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      kind,
      causes,
    },
  );
};

/** The 404 of a path that no API serves. */
export const noSuchPath = (): Status => ({
  ...failure(404, 'NotFound', 'the server could not find the requested resource', {}),
});

/** The exception by which an asynchronous KubeApi rejects. */
export class ApiError extends Error {
  readonly status: Status;
  constructor(status: Status) {
    super(status.message ?? status.reason ?? 'unknown error');
    this.name = 'ApiError';
    this.status = status;
  }
}
