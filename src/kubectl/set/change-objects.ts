/** What the `set` commands share: their flags, the objects of the line, patching each and saying so. */
import type { KubeObject } from '../../kube/index.ts';
import {
  diffPatch,
  dryRunFlag,
  dryRunOf,
  fileFlags,
  queryOfFiles,
  recordFlag,
  recorderOf,
  typedObject,
  writeOptions,
} from '../changes/index.ts';
import type { CommandLine } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError, asCommandError, throwGathered } from '../kubectl-error.ts';
import { typedResultPrinter } from '../create/index.ts';
import { objectName } from '../object-printer.ts';
import { fetchResources } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';

export const setFlags = {
  ...fileFlags,
  all: { type: 'bool' },
  selector: { type: 'string', short: 'l' },
  local: { type: 'bool' },
  'dry-run': dryRunFlag,
  output: { type: 'string', short: 'o' },
  template: { type: 'string' },
  'allow-missing-template-keys': { type: 'bool', default: true },
  'field-manager': { type: 'string', default: 'kubectl-set' },
  record: recordFlag,
} as const satisfies FlagDefinitions;

export type SetLine = CommandLine<typeof setFlags>;

export const localResourceError =
  "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'";

/** The objects that the line names. @source k8s 1.20 kubectl/pkg/cmd/set/set_image.go Complete */
export const objectsOf = async (
  line: SetLine,
  resources: readonly string[],
  context: CommandContext,
): Promise<ResourceInfo[]> => {
  const { flags } = line;
  const files = queryOfFiles(flags);
  if (flags.local) {
    if (resources.length > 0) throw new KubectlError(localResourceError);
    return fetchResources(context, { ...files, isLocal: true }, { isTyped: true });
  }
  return fetchResources(
    context,
    { args: resources, ...files, labelSelector: flags.selector, isTypeEnough: flags.all },
    { isLatest: true, isTyped: true },
  );
};

export interface ObjectChange {
  /** "image updated". */
  operation: string;
  /** "failed to patch image update to pod template: ", before what the server says of a refused patch. */
  failsAs: string;
  /**
   * The changed object. What is wrong with it goes to `fail`; to throw leaves the object as it is, with the object's name
   * before the text.
   */
  change(object: KubeObject, fail: (message: string) => void): KubeObject;
  /** How an object that cannot be changed is named before the reason (selector: not at all). */
  wrongObject?(object: KubeObject): string;
  /** Nothing is recorded (env knows no --record). */
  isUnrecorded?: boolean;
}

/** A name with a group ends in a line break in 1.20. */
const nameBefore = ({ object, resource }: ResourceInfo): string =>
  resource.group === '' ? `${resource.name}/${object.metadata.name} ` : `${objectName(object)}\n `;

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_image.go Run */
export const changeObjects = async (
  infos: readonly ResourceInfo[],
  { operation, failsAs, change, wrongObject, isUnrecorded }: ObjectChange,
  line: SetLine,
  context: CommandContext,
): Promise<void> => {
  const { flags } = line;
  const dryRun = dryRunOf(flags['dry-run'], context);
  if (flags.local && dryRun === 'server')
    throw new KubectlError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const recorder = recorderOf(line, context);
  const isOnlyShown = flags.local || dryRun === 'client';
  const print = typedResultPrinter(
    context,
    { output: flags.output, template: flags.template, dryRun },
    isOnlyShown,
  );
  const typed = (object: KubeObject): KubeObject =>
    isOnlyShown ? typedObject(object, context.version) : object;
  const errors: Error[] = [];
  const changes = infos.map((info) => {
    try {
      const before = isOnlyShown ? typedObject(info.object, context.version) : info.object;
      const changed = change(before, (message) => errors.push(new KubectlError(message)));
      const object = typed(isUnrecorded === true ? changed : recorder.record(changed));
      return { info, object, patch: diffPatch(before, object, context.version) };
    } catch (caught) {
      const shown = wrongObject?.(info.object) ?? nameBefore(info);
      errors.push(new KubectlError(`error: ${shown}${asCommandError(caught).message}\n`));
      return undefined;
    }
  });
  for (const one of changes) {
    if (one?.patch === undefined) continue;
    const { resource, namespace, name } = one.info;
    if (isOnlyShown) {
      print(one.object, operation);
      continue;
    }
    try {
      const options = writeOptions(dryRun, flags['field-manager']);
      print(
        await context.api.patch(resource, namespace, name, 'strategic-merge-patch+json', one.patch, options),
        operation,
      );
    } catch (caught) {
      const error = asCommandError(caught);
      errors.push(failsAs === '' ? error : new KubectlError(failsAs + error.message));
    }
  }
  throwGathered(errors);
};
