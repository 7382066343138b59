/** -f, -R and -k, as every command that reads manifests has them. */
import type { FlagDefinition, FlagDefinitions } from '../flags.ts';
import { KubectlError } from '../kubectl-error.ts';
import type { ResourceQuery } from '../resources/index.ts';

export const fileFlags = {
  filename: { type: 'stringSlice', short: 'f', summary: 'Files or directories with manifests; "-" is stdin' },
  kustomize: { type: 'string', short: 'k', summary: 'Not supported' },
  recursive: { type: 'bool', short: 'R', summary: 'Process the directories in -f recursively' },
} as const satisfies FlagDefinitions;

interface FileFlagValues {
  filename: string[];
  kustomize: string;
  recursive: boolean;
}

/** The part of a query that the flags give. @throws KubectlError for -k */
export const queryOfFiles = (flags: FileFlagValues): Pick<ResourceQuery, 'filenames' | 'isRecursive'> => {
  if (flags.kustomize !== '') {
    if (flags.filename.length > 0) throw new KubectlError('only one of -f or -k can be specified');
    throw new KubectlError(
      "labproof's kubectl does not build kustomizations (-k): apply the manifests it yields",
    );
  }
  return { filenames: flags.filename, isRecursive: flags.recursive };
};

/** As queryOfFiles, for commands that need manifests. @source k8s 1.20 cli-runtime/pkg/resource/builder.go RequireFilenameOrKustomize */
export const requiredFiles = (flags: FileFlagValues): ReturnType<typeof queryOfFiles> => {
  if (flags.filename.length === 0 && flags.kustomize === '')
    throw new KubectlError('must specify one of -f and -k');
  return queryOfFiles(flags);
};

/** --validate: a boolean, and since 1.25 also "strict", "warn", "ignore". */
export const validateFlag = {
  type: 'string',
  default: 'true',
  noValueDefault: 'true',
} as const satisfies FlagDefinition;

export const isValidating = (value: string): boolean =>
  !/^(0|f|F|false|FALSE|False|ignore|warn)$/.test(value);
