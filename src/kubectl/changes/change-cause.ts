/** --record: the command line, kept in the annotation kubernetes.io/change-cause. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import type { FlagDefinition } from '../flags.ts';

export const changeCauseAnnotation = 'kubernetes.io/change-cause';

/** The flag's definition: `record: recordFlag`. */
export const recordFlag = {
  type: 'bool',
  summary: 'Record current kubectl command in the resource annotation',
} as const satisfies FlagDefinition;

/** What pflag prints when a deprecated flag is given. @source spf13/pflag flag.go Set */
export const warnDeprecatedFlag = (context: CommandContext, name: string, why: string): void =>
  context.err(`Flag --${name} has been deprecated, ${why}\n`);

/** `object` with an annotation set. */
export const withAnnotation = <T extends KubeObject>(object: T, name: string, value: string): T => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [name]: value } },
});

/** Keeps the command line in objects, or does nothing without --record. */
export interface Recorder {
  /** `object` with its change cause. */
  record<T extends KubeObject>(object: T): T;
  /** The merge patch that records it; undefined when there is nothing to change. */
  patchOf(object: KubeObject): unknown;
}

/** @source k8s 1.20 cli-runtime/pkg/genericclioptions/record_flags.go ToRecorder; deprecated since 1.22 */
export const recorderOf = (
  line: { flags: { record: boolean }; isSet(name: 'record'): boolean },
  context: CommandContext,
): Recorder => {
  if (line.isSet('record') && isAtLeast(context.version, 22))
    warnDeprecatedFlag(context, 'record', '--record will be removed in the future');
  if (!line.flags.record) return { record: (object) => object, patchOf: () => undefined };
  const cause = context.changeCause;
  return {
    record: (object) => withAnnotation(object, changeCauseAnnotation, cause),
    patchOf: ({ metadata }) =>
      metadata.annotations?.[changeCauseAnnotation] === cause
        ? undefined
        : { metadata: { annotations: { [changeCauseAnnotation]: cause } } },
  };
};
