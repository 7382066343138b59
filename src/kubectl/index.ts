/**
 * kubectl command lines over any KubeApi: `runKubectl(line, context)` parses as a shell and pflag do, acts through the API, and
 * prints what kubectl prints.
 *
 * To add a command, write commands/NAME.ts and one line in commands/index.ts:
 *
 *     export const cordon = defineCommand({
 *       name: 'cordon',
 *       summary: 'Mark node as unschedulable',
 *       use: 'cordon NODE',
 *       flags: { selector: { type: 'string', short: 'l' } },
 *       async run(line, context) {
 *         if (line.args.length === 0) throw usageError(context.commandPath, 'USAGE: cordon NODE [flags]');
 *         await visitResources(context, { args: ['nodes', ...line.args] }, async ({ object, resource, name }) => {
 *           await context.api.patch(resource, undefined, name, 'strategic-merge-patch+json', { spec: { unschedulable: true } });
 *           context.out(`node/${name} cordoned\n`);
 *         });
 *       },
 *     });
 *
 * - `line.flags` is typed by `flags`; `line.isSet('replicas')` tells a given flag from a default; `requiredFlags` are cobra's.
 * - A group (`rollout`, `create`, `set`) lists its `subcommands` and has no `run` (or one of its own, as `create -f`).
 * - `visitResources(context, query, visit)` and `fetchResources` do the work of upstream's resource builder, with its errors;
 *   `resourceTargets` gives names without fetching them (delete).
 * - Fail by throwing: KubectlError ("error: …", exit 1 unless told), usageError ("… See 'kubectl x -h' for help and examples"),
 *   the ApiError of the API as it is ("Error from server (NotFound): …", "The Deployment "web" is invalid: …"), and
 *   `throwGathered(errors)` for several. `withSource` adds "error when creating "x.yaml"".
 * - Print with context.out / context.err; wait with context.clock (never timers), not beyond context.deadlineMs.
 * - `resultPrinter(context, {output, dryRun})` (print-result.ts) prints "deployment.apps/web created" or what -o asks instead;
 *   `objectName` is "deployment.apps/web"; `qualifiedKind(resource)` is "deployment.apps".
 * - `--record` writes `context.changeCause` into the annotation kubernetes.io/change-cause.
 */
export * from './canonical-arguments.ts';
export * from './check-line.ts';
export * from './command.ts';
export type * from './context.ts';
export * from './kubectl-error.ts';
export * from './run-kubectl.ts';
export * from './shell-line.ts';
export { commands } from './commands/index.ts';
