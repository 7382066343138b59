/** `kubectl patch`: changes fields with one of the three kinds of patch. */
import {
  ValueError,
  applyJsonMergePatch,
  applyJsonPatch,
  applyStrategicMergePatch,
  decodeJsonPatch,
  deepEqual,
  isAtLeast,
  mergeFieldsOf,
} from '../../kube/index.ts';
import type { JsonObject, JsonValue, KubeObject, PatchType } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  queryOfFiles,
  recordFlag,
  recorderOf,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { readPatch } from '../resources/read-patch.ts';
import { isTypedObject, visitResources } from '../resources/index.ts';

const types: Readonly<Record<string, PatchType>> = {
  json: 'json-patch+json',
  merge: 'merge-patch+json',
  strategic: 'strategic-merge-patch+json',
};

/** @source k8s 1.20 kubectl/pkg/cmd/patch/patch.go getPatchedJSON */
const patchedLocally = (
  object: KubeObject,
  type: PatchType,
  patch: JsonValue,
  context: CommandContext,
): KubeObject => {
  const target = object as unknown as JsonObject;
  try {
    if (type === 'json-patch+json')
      return applyJsonPatch(target, decodeJsonPatch(patch)) as unknown as KubeObject;
    if (type === 'merge-patch+json') return applyJsonMergePatch(target, patch) as unknown as KubeObject;
    if (!isTypedObject(object, context.version)) {
      const gvk = `${object.apiVersion}, Kind=${object.kind}`;
      throw new KubectlError(
        isAtLeast(context.version, 22)
          ? `strategic merge patch is not supported for ${gvk} locally, try --type merge`
          : `cannot apply strategic merge patch for ${gvk} locally, try --type merge`,
      );
    }
    const fields = mergeFieldsOf(object.apiVersion, object.kind, context.version);
    return applyStrategicMergePatch(target, patch as JsonObject, fields) as unknown as KubeObject;
  } catch (caught) {
    if (caught instanceof ValueError) throw new KubectlError(caught.message);
    throw caught;
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/patch/patch.go */
export const patch = defineCommand({
  name: 'patch',
  summary: 'Update field(s) of a resource',
  use: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: {
    ...fileFlags,
    patch: { type: 'string', short: 'p' },
    'patch-file': { type: 'string' },
    type: { type: 'string', default: 'strategic' },
    local: { type: 'bool' },
    subresource: { type: 'string', summary: 'From 1.24 on' },
    'dry-run': dryRunFlag,
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'field-manager': { type: 'string', default: 'kubectl-patch' },
    record: recordFlag,
  },
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    const dryRun = dryRunOf(flags['dry-run'], context);
    const file = flags['patch-file'];
    if (flags.patch !== '' && file !== '')
      throw new KubectlError('cannot specify --patch and --patch-file together');
    if (flags.patch === '' && file === '')
      throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch');
    if (flags.local && args.length > 0) throw new KubectlError('cannot specify --local and server resources');
    if (flags.local && dryRun === 'server')
      throw new KubectlError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    const typeName = flags.type === '' ? 'strategic' : flags.type.toLowerCase();
    const type = Object.hasOwn(types, typeName) ? types[typeName]! : undefined;
    if (type === undefined)
      throw new KubectlError(
        `--type must be one of [json merge strategic], not ${JSON.stringify(flags.type)}`,
      );
    const path = file.startsWith('/') ? file : `${context.files.cwd}/${file}`;
    const text = file === '' ? flags.patch : context.files.read(path);
    if (text === undefined)
      throw new KubectlError(`unable to read patch file: open ${file}: no such file or directory`);
    const body = readPatch(text, flags.patch);
    // Upstream loses the "(dry run)" of commands that choose their word late.
    const print = resultPrinter(context, { output: flags.output, template: flags.template });
    const query = { args, ...queryOfFiles(flags), isLocal: flags.local };
    const count = await visitResources(context, query, async ({ object, resource, namespace, name }) => {
      const operationOf = (patched: KubeObject): string =>
        deepEqual(object, patched) ? 'patched (no change)' : 'patched';
      if (flags.local || dryRun === 'client') {
        const patched = patchedLocally(object, type, body, context);
        print(patched, operationOf(patched));
        return;
      }
      const options = writeOptions(dryRun, flags['field-manager']);
      const subresource = flags.subresource === '' ? {} : { subresource: flags.subresource };
      const patched = await context.api.patch(resource, namespace, name, type, body, {
        ...options,
        ...subresource,
      });
      const record = recorder.patchOf(patched);
      const recorded =
        record === undefined
          ? patched
          : await context.api.patch(resource, namespace, name, 'merge-patch+json', record, options);
      print(recorded, operationOf(patched));
    });
    if (count === 0) throw new KubectlError('no objects passed to patch');
  },
});
