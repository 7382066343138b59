/** The warnings that come with APIs which are going away. @since k8s 1.19 */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import { deprecationTable } from './deprecation-table.ts';

/** The same for a version of a custom kind, as its definition words it. */
export const customWarningOf = (
  { resource, described }: ServedResource,
  version: KubernetesVersion,
): string | undefined => (isAtLeast(version, 19) ? resource.custom?.warningOf(described.version) : undefined);

/**
 * The text of the Warning header, for a resource that is deprecated in this version.
 * @source k8s 1.20 apiserver/pkg/endpoints/deprecation/deprecation.go WarningMessage
 */
export const deprecationOf = (
  { apiVersion, described }: Pick<ServedResource, 'apiVersion' | 'described'>,
  version: KubernetesVersion,
): string | undefined => {
  const { minor } = version;
  if (!isAtLeast(version, 19)) return undefined;
  const found = deprecationTable.find(
    ([of, kind, , , , first, last]) =>
      of === apiVersion && kind === described.kind && first <= minor && minor <= last,
  );
  if (found === undefined) return undefined;
  const [, kind, since, gone, instead] = found;
  const going = gone === 0 ? '' : `, unavailable in v1.${gone}+`;
  return `${apiVersion} ${kind} is deprecated in v1.${since}+${going}${instead === '' ? '' : `; use ${instead}`}`;
};
