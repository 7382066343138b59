/** The objects and files of an apply or create step as arguments and input of kubectl. */
import type { Manifest } from './manifest-argument.ts';
import { reasonOf } from './status-reason.ts';
import type { StepAnswer, StepContext } from './step-context.ts';

/** Runs `kubectl VERB -f …` over the manifests: inline objects on its input, files by name. */
export const runOverManifests = async (
  verb: 'apply' | 'create',
  manifests: readonly Manifest[],
  context: StepContext,
): Promise<StepAnswer> => {
  const inline = manifests.flatMap((manifest) => ('object' in manifest ? [manifest.object] : []));
  const files = manifests.flatMap((manifest) => ('file' in manifest ? ['-f', manifest.file] : []));
  const words = [verb, ...files, ...(inline.length === 0 ? [] : ['-f', '-'])];
  const stdin = inline.map((object) => `${JSON.stringify(object)}\n`).join('---\n');
  const result = await context.kubectl(words, inline.length === 0 ? undefined : stdin);
  return { line: `kubectl ${words.join(' ')}`, ...result, ...reasonOf(result.stderr) };
};
