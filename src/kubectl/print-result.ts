/** What a command that changes an object prints of it: "deployment.apps/web created", or what -o asks instead. */
import type { KubeObject } from '../kube/index.ts';
import type { CommandContext } from './context.ts';
import { objectName, objectPrinter } from './object-printer.ts';
import type { OutputRequest } from './object-printer.ts';

export type DryRun = 'none' | 'client' | 'server';

/** Prints results one after the other with one printer, so that YAML documents are parted by "---". */
export type ResultPrinter = (object: KubeObject, operation: string) => void;

/**
 * A printer for the results of one command. Without -o: "KIND.GROUP/NAME OPERATION", with " (dry run)" or
 * " (server dry run)" where that applies; with -o name: "KIND.GROUP/NAME"; else the object as asked.
 * @source k8s 1.20 cli-runtime/pkg/printers/name.go PrintObj, kubectl/pkg/cmd/util/helpers.go PrintFlagsWithDryRunStrategy
 */
export const resultPrinter = (
  context: CommandContext,
  request: OutputRequest & { dryRun?: DryRun },
): ResultPrinter => {
  const suffix =
    request.dryRun === 'client' ? ' (dry run)' : request.dryRun === 'server' ? ' (server dry run)' : '';
  const printer = objectPrinter(request, context);
  return (object, operation) => {
    context.out(printer === undefined ? `${objectName(object)} ${operation}${suffix}\n` : printer(object));
  };
};
