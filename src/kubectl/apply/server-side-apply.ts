/** `kubectl apply --server-side`: sends the whole manifest, and the server merges it. */
import { isAtLeast, type KubeObject, type KubernetesVersion } from '../../kube/index.ts';
import { writeOptions } from '../changes/index.ts';
import type { CommandContext } from '../context.ts';
import { asCommandError, isReason, KubectlError } from '../kubectl-error.ts';
import type { DryRun } from '../print-result.ts';
import type { ResourceInfo } from '../resources/index.ts';

export interface ServerSideOptions {
  dryRun: DryRun;
  fieldManager: string;
  /** --force-conflicts: takes fields from other managers. */
  takesConflicts: boolean;
}

const conflictPage = (version: KubernetesVersion): string => {
  if (isAtLeast(version, 22)) return 'https://kubernetes.io/docs/reference/using-api/server-side-apply/';
  if (isAtLeast(version, 21)) return 'http://k8s.io/docs/reference/using-api/server-side-apply/';
  return 'http://k8s.io/docs/reference/using-api/api-concepts/';
};

/** @source k8s 1.20 kubectl/pkg/cmd/apply/apply.go applyOneObject */
const adviceOn = (message: string, version: KubernetesVersion): string => `${message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See ${conflictPage(version)}#conflicts`;

/** The name under which --server-side manages fields; --field-manager says another. @source k8s 1.20 GetApplyFieldManagerFlag */
export const serverSideManager = 'kubectl';

export const applyServerSide = async (
  { resource, namespace, name, object }: ResourceInfo,
  options: ServerSideOptions,
  context: CommandContext,
): Promise<KubeObject> => {
  const write = writeOptions(options.dryRun, options.fieldManager);
  const request = { ...write, force: options.takesConflicts };
  try {
    return await context.api.patch(resource, namespace, name, 'apply-patch+yaml', object, request);
  } catch (caught) {
    const error = asCommandError(caught);
    if (!isReason(error, 'Conflict')) throw error;
    throw new KubectlError(adviceOn(error.status.message ?? '', context.version));
  }
};
