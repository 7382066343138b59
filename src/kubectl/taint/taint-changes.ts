/** The words of a `taint` line, and what they do to a node's taints. */
import { labelValueErrors, qualifiedNameErrors } from '../../kube/index.ts';
import { KubectlError, throwGathered } from '../kubectl-error.ts';

export interface TaintSpec {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

const effects = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/** @source k8s 1.20 kubectl/pkg/cmd/taint/utils.go parseTaint */
const parseTaint = (text: string): TaintSpec => {
  const broken = (errors: readonly string[] = []): KubectlError =>
    new KubectlError(`invalid taint spec: ${text}${errors.length > 0 ? `, ${errors.join('; ')}` : ''}`);
  const [pair = '', effect, ...more] = text.split(':');
  if (more.length > 0) throw broken();
  let [key = '', value = ''] = [pair, ''];
  if (effect !== undefined) {
    if (!effects.has(effect))
      throw new KubectlError(`invalid taint effect: ${effect}, unsupported taint effect`);
    const parts = pair.split('=');
    if (parts.length > 2) throw broken();
    [key = '', value = ''] = parts;
    const errors = labelValueErrors(value);
    if (errors.length > 0) throw broken(errors);
  }
  const errors = qualifiedNameErrors(key);
  if (errors.length > 0) throw broken(errors);
  return { key, ...(value === '' ? {} : { value }), effect: effect ?? '' };
};

/**
 * @throws KubectlError for a word that is no taint
 * @source k8s 1.20 kubectl/pkg/cmd/taint/utils.go parseTaints
 */
export const parseTaints = (words: readonly string[]): { add: TaintSpec[]; remove: TaintSpec[] } => {
  const add: TaintSpec[] = [];
  const remove: TaintSpec[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      const { key, effect } = parseTaint(word.slice(0, -1));
      remove.push({ key, effect });
      continue;
    }
    const taint = parseTaint(word);
    if (taint.effect === '') throw new KubectlError(`invalid taint spec: ${word}`);
    if (add.some((other) => isSame(other, taint))) {
      const shown = `{${taint.key} ${taint.value ?? ''} ${taint.effect} <nil>}`;
      throw new KubectlError(`duplicated taints with the same key and effect: ${shown}`);
    }
    add.push(taint);
  }
  return { add, remove };
};

const isSame = (a: TaintSpec, b: TaintSpec): boolean => a.key === b.key && a.effect === b.effect;

/** Keys of taints that a node has already; '' when none. @source k8s 1.20 kubectl/pkg/cmd/taint/utils.go checkIfTaintsAlreadyExists */
export const existingTaints = (old: readonly TaintSpec[], add: readonly TaintSpec[]): string =>
  add
    .filter((taint) => old.some((other) => isSame(other, taint)))
    .map(({ key }) => key)
    .join(',');

const taintText = ({ key, value = '', effect }: TaintSpec): string => {
  if (effect === '') return value === '' ? key : `${key}=${value}:`;
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
};

export interface TaintResult {
  operation: 'tainted' | 'untainted' | 'modified';
  taints: TaintSpec[];
  /** Removals that found nothing. */
  errors: string[];
}

/** @source k8s 1.20 kubectl/pkg/cmd/taint/utils.go reorganizeTaints */
export const changeTaints = (
  old: readonly TaintSpec[],
  { add, remove }: { add: readonly TaintSpec[]; remove: readonly TaintSpec[] },
  overwrites: boolean,
): TaintResult => {
  let taints = [...add, ...old.filter((taint) => !add.some((other) => isSame(other, taint)))];
  const isAdded = taints.length !== old.length;
  const errors: string[] = [];
  let isDeleted = false;
  for (const doomed of remove) {
    const kept = taints.filter((taint) =>
      doomed.effect === '' ? taint.key !== doomed.key : !isSame(taint, doomed),
    );
    isDeleted = kept.length < taints.length;
    if (!isDeleted) errors.push(`taint ${JSON.stringify(taintText(doomed))} not found`);
    taints = kept;
  }
  const operation = (isAdded && isDeleted) || overwrites ? 'modified' : isAdded ? 'tainted' : 'untainted';
  return { operation, taints, errors };
};

/** Throws the errors of a result. */
export const throwTaintErrors = ({ errors }: TaintResult): void =>
  throwGathered(errors.map((text) => new KubectlError(text)));
