/** Whether an API has refused for there is no such thing. */
import { ApiError } from '../../kube/index.ts';

export const isMissing = (error: unknown): boolean => error instanceof ApiError && error.status.code === 404;
