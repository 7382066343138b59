/** What is said of a version of a custom kind that is going away. */
import type { CustomResourceDefinitionSpec } from '../../../kube/index.ts';
import { compareVersions } from './version-order.ts';

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_handler.go defaultDeprecationWarning */
export const deprecationWarning = (
  { group, names, versions }: CustomResourceDefinitionSpec,
  name: string,
): string | undefined => {
  const version = (versions ?? []).find((one) => one.name === name);
  if (version?.deprecated !== true) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const message = `${group}/${name} ${names.kind} is deprecated`;
  const [better] = (versions ?? [])
    .filter((one) => one.served && one.deprecated !== true && compareVersions(one.name, name) < 0)
    .map((one) => one.name)
    .sort(compareVersions);
  return better === undefined ? message : `${message}; use ${group}/${better} ${names.kind}`;
};
