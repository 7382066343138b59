/** What all subcommands of `kubectl create` share: flags, the one NAME, dry runs, sending and printing. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, UnknownObject } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  typedObject,
  validateFlag,
  withLastApplied,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { Command, CommandLine } from '../command.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinitions } from '../flags.ts';
import { KubectlError, asCommandError, usageError } from '../kubectl-error.ts';
import { typedResultPrinter } from './typed-result-printer.ts';
import { resourceOfKind } from '../resources/index.ts';

export const createFlags = {
  'dry-run': dryRunFlag,
  output: { type: 'string', short: 'o' },
  template: { type: 'string' },
  'allow-missing-template-keys': { type: 'bool', default: true },
  'save-config': { type: 'bool' },
  validate: validateFlag,
  'field-manager': { type: 'string', default: 'kubectl-create' },
} as const satisfies FlagDefinitions;

type CreateLine = CommandLine<typeof createFlags>;

export interface CreateDefinition<F extends FlagDefinitions> {
  name: string;
  aliases?: readonly string[];
  summary: string;
  use: string;
  flags: F;
  requiredFlags?: readonly (keyof F & string)[];
  /** "deployment": a refused request then reads "failed to create deployment: …". */
  failsAs?: string;
  /** The first minor whose kubectl says so. */
  failsSince?: number;
  /** The object to create, without namespace. */
  build(
    name: string,
    line: CommandLine<F & typeof createFlags>,
    context: CommandContext,
  ): UnknownObject | Promise<UnknownObject>;
}

/** The one NAME of the line. @source k8s 1.20 kubectl/pkg/cmd/create/create.go NameFromCommandArgs */
export const nameOf = (
  { args, dashIndex }: { args: string[]; dashIndex: number | undefined },
  context: CommandContext,
): string => {
  const count = dashIndex ?? args.length;
  if (count !== 1) throw usageError(context.commandPath, `exactly one NAME is required, got ${count}`);
  return args[0]!;
};

/** Sends a generated object, or only prints it. */
export const createGenerated = async (
  built: UnknownObject,
  line: CreateLine,
  context: CommandContext,
  failsAs?: string,
  operation = 'created',
): Promise<void> => {
  const dryRun = dryRunOf(line.flags['dry-run'], context);
  const print = typedResultPrinter(context, {
    output: line.flags.output,
    template: line.flags.template,
    dryRun,
  });
  const resource = resourceOfKind(await context.resources(), built.apiVersion, built.kind);
  if (resource === undefined) {
    throw new KubectlError(
      `no matches for kind ${JSON.stringify(built.kind)} in version ${JSON.stringify(built.apiVersion)}`,
    );
  }
  const isPlaced = resource.namespaced && context.isNamespaceExplicit;
  const placed: KubeObject = isPlaced
    ? { ...built, metadata: { ...built.metadata, namespace: context.namespace } }
    : built;
  const typed = typedObject(placed, context.version);
  const object = line.flags['save-config']
    ? typedObject(withLastApplied(typed, true), context.version)
    : typed;
  if (dryRun === 'client') {
    print(object, operation);
    return;
  }
  try {
    const namespace = resource.namespaced ? context.namespace : undefined;
    const options = writeOptions(dryRun, line.flags['field-manager']);
    print(await context.api.create(resource, namespace, object, options), operation);
  } catch (caught) {
    const error = asCommandError(caught);
    if (failsAs === undefined || error instanceof KubectlError) throw error;
    throw new KubectlError(`failed to create ${failsAs}: ${error.message}`);
  }
};

export const defineCreate = <const F extends FlagDefinitions>({
  name,
  aliases = [],
  summary,
  use,
  flags,
  requiredFlags = [],
  failsAs,
  failsSince = 0,
  build,
}: CreateDefinition<F>): Command =>
  defineCommand({
    name,
    aliases,
    summary,
    use,
    flags: { ...createFlags, ...flags },
    requiredFlags: requiredFlags as never,
    async run(given, context) {
      const line = given as unknown as CommandLine<F & typeof createFlags>;
      const built = await build(nameOf(line, context), line, context);
      const prefix = isAtLeast(context.version, failsSince) ? failsAs : undefined;
      await createGenerated(built, line as unknown as CreateLine, context, prefix);
    },
  });
