/** `kubectl rollout history`: the revisions, or one of them. */
import { alignTabs, isAtLeast } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { changeCauseAnnotation } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';
import { printedTemplate } from './printed-template.ts';
import { revisionsOf } from './revisions.ts';
import type { PodTemplate, Revision } from './revisions.ts';
import { rolloutFlags, rolloutQuery } from './rollout-query.ts';

const kinds = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

/** "Deployment.apps", "Pod". */
export const groupKind = ({ apiVersion, kind }: KubeObject): string =>
  apiVersion.includes('/') ? `${kind}.${apiVersion.split('/')[0]!}` : kind;

/** Upstream reads an annotation of the pod template; a replica set's own stands over it. */
const causeOf = ({ source, template }: Revision): string =>
  source.metadata.annotations?.[changeCauseAnnotation] ??
  (source.kind === 'ReplicaSet' ? template.metadata?.annotations?.[changeCauseAnnotation] : undefined) ??
  '<none>';

/** A replica set's change cause is shown among its template's annotations. */
const withCause = ({ source, template }: Revision): PodTemplate => {
  const cause = source.metadata.annotations?.[changeCauseAnnotation];
  if (source.kind !== 'ReplicaSet' || cause === undefined) return template;
  const annotations = { ...template.metadata?.annotations, [changeCauseAnnotation]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
};

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/history.go ViewHistory */
const historyText = async (
  object: KubeObject,
  revision: number,
  context: CommandContext,
): Promise<string> => {
  const revisions = await revisionsOf(object, context);
  if (revisions.length === 0) return 'No rollout history found.';
  if (revision > 0) {
    const found = revisions.find((candidate) => candidate.revision === revision);
    if (found === undefined) throw new KubectlError('unable to find the specified revision');
    return printedTemplate(withCause(found), context);
  }
  const hasCauses = object.kind !== 'StatefulSet' || isAtLeast(context.version, 20);
  const rows = revisions.map((one) => `${one.revision}${hasCauses ? `\t${causeOf(one)}` : ''}\n`);
  const text = `REVISION${hasCauses ? '\tCHANGE-CAUSE' : ''}\n${rows.join('')}`;
  return alignTabs(text, { minWidth: 0, padding: 2 });
};

/** @source k8s 1.20 kubectl/pkg/cmd/rollout/rollout_history.go */
export const history = defineCommand({
  name: 'history',
  summary: 'View rollout history',
  use: 'rollout history (TYPE NAME | TYPE/NAME) [flags]',
  flags: {
    ...rolloutFlags,
    revision: { type: 'int' },
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
  },
  async run(line, context) {
    const { flags } = line;
    const query = rolloutQuery(line);
    if (flags.revision < 0) throw new KubectlError(`revision must be a positive integer: ${flags.revision}`);
    const print = resultPrinter(context, { output: flags.output, template: flags.template });
    await visitResources(
      context,
      query,
      async ({ object }) => {
        if (!kinds.has(object.kind))
          throw new KubectlError(
            `no history viewer has been implemented for ${JSON.stringify(groupKind(object))}`,
          );
        const text = await historyText(object, flags.revision, context);
        print(object, `${flags.revision > 0 ? `with revision #${flags.revision}` : ''}\n${text}`);
      },
      { isLatest: true, isTyped: true },
    );
  },
});
