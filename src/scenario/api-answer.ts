/** What the API answered to a step that speaks to it directly, as a command would report it. */
import type { ApiResource } from '../kube/index.ts';
import { ApiError } from '../kube/index.ts';
import { reasonOf } from './status-reason.ts';
import type { StepAnswer, StepContext } from './step-context.ts';

/** The served resource of a name as kubectl takes it; undefined when the cluster has none. */
export const servedResource = async (
  name: string,
  context: StepContext,
): Promise<ApiResource | undefined> => {
  const id = context.cluster.resolve(name)?.id;
  const resources = await context.backend.api.resources();
  return resources.find(
    (resource) => (resource.group === '' ? resource.name : `${resource.name}.${resource.group}`) === id,
  );
};

/** Does `act`; a refusal of the API becomes exit code 1 with its message on stderr. */
export const apiAnswer = async (line: string, act: () => Promise<string>): Promise<StepAnswer> => {
  try {
    return { line, exitCode: 0, stdout: await act(), stderr: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refusal(line, error);
  }
};

/** A refusal of the API, as kubectl tells of it. */
export const refusal = (line: string, { status }: ApiError): StepAnswer => {
  const { reason, message } = status;
  const stderr = `Error from server${reason === undefined ? '' : ` (${reason})`}: ${message ?? ''}\n`;
  return {
    line,
    exitCode: 1,
    stdout: '',
    stderr,
    ...reasonOf(stderr),
    ...(reason === undefined ? {} : { reason }),
  };
};

/** The answer when the cluster serves no such resource, in kubectl's words. */
export const noSuchResource = (line: string, name: string): StepAnswer => ({
  line,
  exitCode: 1,
  stdout: '',
  stderr: `error: the server doesn't have a resource type "${name}"\n`,
});
