/** What pause, resume and restart share: change each object, patch it, say so. */
import type { KubeObject } from '../../kube/index.ts';
import { diffPatch } from '../changes/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError, throwGathered } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { qualifiedResource, visitResources } from '../resources/index.ts';
import type { ResourceInfo, ResourceQuery } from '../resources/index.ts';

export interface RolloutChange {
  /** "paused". */
  verb: string;
  /** The changed object. @throws KubectlError with the end of the sentence: "is already paused" */
  change(object: KubeObject): KubeObject;
  /** What becomes of an object that the change leaves as it was. */
  onUnchanged: 'already' | 'error';
}

/** @source k8s 1.20 kubectl/pkg/cmd/rollout/rollout_pause.go RunPause */
export const changeRollouts = async (
  query: ResourceQuery,
  { verb, change, onUnchanged }: RolloutChange,
  output: { output: string; template: string },
  context: CommandContext,
): Promise<void> => {
  const print = resultPrinter(context, output);
  const infos: ResourceInfo[] = [];
  const errors: Error[] = [];
  try {
    await visitResources(context, query, async (info) => void infos.push(info), {
      isLatest: true,
      isTyped: true,
    });
  } catch (caught) {
    errors.push(asCommandError(caught));
  }
  for (const { object, resource, namespace, name } of infos) {
    let changed: KubeObject;
    try {
      changed = change(object);
    } catch (caught) {
      const why = asCommandError(caught).message;
      errors.push(new KubectlError(`error: ${qualifiedResource(resource)} ${JSON.stringify(name)} ${why}`));
      continue;
    }
    const patch = diffPatch(object, changed, context.version);
    if (patch === undefined) {
      if (onUnchanged === 'already') print(object, `already ${verb}`);
      else errors.push(new KubectlError(`failed to create patch for ${name}: empty patch`));
      continue;
    }
    try {
      print(await context.api.patch(resource, namespace, name, 'strategic-merge-patch+json', patch), verb);
    } catch (caught) {
      errors.push(new KubectlError(`failed to patch: ${asCommandError(caught).message}`));
    }
  }
  throwGathered(errors);
};
