/** `kubectl get -o …`: whole objects, several of them as one List. */
import { isAtLeast, sortByPath } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { asCommandError, isNotFound, throwGathered } from '../kubectl-error.ts';
import { resourceTargets, visitResources } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';
import type { GetRequest } from './get-request.ts';

/** True when the line names one object, so that it is printed bare. @source cli-runtime/pkg/resource/builder.go singleItemImplied */
const namesOne = async ({ query }: GetRequest, context: CommandContext): Promise<boolean> => {
  const targets = await resourceTargets(context, query);
  return targets.length === 1 && targets[0]!.by !== 'list';
};

/** @source k8s 1.20 kubectl/pkg/cmd/get/get.go printGeneric */
export const printGeneric = async (
  request: GetRequest,
  printer: (object: unknown) => string,
  context: CommandContext,
): Promise<void> => {
  const isOne = await namesOne(request, context);
  let infos: ResourceInfo[] = [];
  const errors: Error[] = [];
  try {
    await visitResources(context, request.query, async (info) => void infos.push(info), {
      isLatest: true,
      ignores: (error) => request.ignoresNotFound && isNotFound(error),
    });
  } catch (caught) {
    errors.push(asCommandError(caught));
    if (isOne) throw caught;
  }
  if (infos.length === 0 && request.ignoresNotFound) return throwGathered(errors);
  if (request.sortBy !== '') infos = sortByPath(infos, request.sortBy, ({ object }) => object);
  if (isOne && infos.length === 1) context.out(printer(infos[0]!.object));
  else {
    const metadata = { resourceVersion: '', ...(isAtLeast(context.version, 24) ? {} : { selfLink: '' }) };
    context.out(
      printer({ apiVersion: 'v1', items: infos.map(({ object }) => object), kind: 'List', metadata }),
    );
  }
  throwGathered(errors);
};
