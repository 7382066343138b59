/** Checks of tolerations, taints and topology spread constraints. */
import type { Taint, Toleration, TopologySpreadConstraint } from '../objects/index.ts';
import { goQuote } from '../go-format.ts';
import { labelValueErrors, qualifiedNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, GoSyntax, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName, nameErrors } from './name-check.ts';
import { isNotPositiveMessage } from './numbers.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateTaintEffect */
const checkEffect = (errors: FieldError[], path: FieldPath, effect: string): void => {
  if (effect === '') errors.push(required(path));
  else if (!effects.includes(effect)) errors.push(notSupported(path, effect, effects));
};

const printToleration = ({
  key = '',
  operator,
  value = '',
  effect = '',
  tolerationSeconds,
}: Toleration): GoSyntax => {
  const seconds = tolerationSeconds === undefined ? 'nil' : '0xc000000000';
  return new GoSyntax(
    `core.Toleration{Key:${goQuote(key)}, Operator:${goQuote(operator ?? '')}, Value:${goQuote(value)}, Effect:${goQuote(effect)}, TolerationSeconds:(*int64)(${seconds})}`,
  );
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateTolerations */
export const checkTolerations = (
  errors: FieldError[],
  path: FieldPath,
  tolerations: readonly Toleration[],
  version: KubernetesVersion,
): void => {
  tolerations.forEach((toleration, index) => {
    const { key = '', value = '', effect = '', tolerationSeconds } = toleration;
    const operator: string = toleration.operator ?? '';
    const at = path.index(index);
    if (key !== '') checkName(errors, () => at.child('key'), key, qualifiedNameErrors, version);
    else if (operator !== 'Exists') {
      const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(at.child('operator'), operator, why));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      errors.push(invalid(at.child('effect'), effect, why));
    }
    if (operator === 'Equal' || operator === '') {
      const texts = nameErrors(labelValueErrors, value, version);
      if (texts.length > 0) errors.push(invalid(at.child('operator'), value, texts.join(';')));
    } else if (operator === 'Exists') {
      const why = "value must be empty when `operator` is 'Exists'";
      if (value !== '') errors.push(invalid(at.child('operator'), printToleration(toleration), why));
    } else errors.push(notSupported(at.child('operator'), operator, ['Equal', 'Exists']));
    if (effect !== '') checkEffect(errors, at.child('effect'), effect);
  });
};

const printTaint = ({ key, value = '', effect, timeAdded }: Taint): GoSyntax => {
  const added = timeAdded === undefined ? 'nil' : '0xc000000000';
  return new GoSyntax(
    `core.Taint{Key:${goQuote(key)}, Value:${goQuote(value)}, Effect:${goQuote(effect)}, TimeAdded:(*v1.Time)(${added})}`,
  );
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateNodeTaints */
export const checkTaints = (
  errors: FieldError[],
  path: FieldPath,
  taints: readonly Taint[],
  version: KubernetesVersion,
): void => {
  const seen = new Set<string>();
  taints.forEach((taint, index) => {
    const at = path.index(index);
    checkName(errors, () => at.child('key'), taint.key, qualifiedNameErrors, version);
    const texts = nameErrors(labelValueErrors, taint.value ?? '', version);
    if (texts.length > 0) errors.push(invalid(at.child('value'), taint.value ?? '', texts.join(';')));
    checkEffect(errors, at.child('effect'), taint.effect);
    const pair = `${taint.effect}/${taint.key}`;
    if (seen.has(pair)) {
      const detail = 'taints must be unique by key and effect pair';
      const repeated = duplicate(at, printTaint(taint));
      errors.push({
        ...repeated,
        detail,
        message: `${repeated.message}: ${detail}`,
        text: `${repeated.text}: ${detail}`,
      });
    }
    seen.add(pair);
  });
};

const actions = ['DoNotSchedule', 'ScheduleAnyway'];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateTopologySpreadConstraints */
export const checkSpread = (
  errors: FieldError[],
  path: FieldPath,
  constraints: readonly TopologySpreadConstraint[],
): void => {
  constraints.forEach(({ maxSkew, topologyKey, whenUnsatisfiable }, index) => {
    const at = path.index(index);
    if (maxSkew <= 0) errors.push(invalid(at.child('maxSkew'), maxSkew, isNotPositiveMessage));
    if (topologyKey === '') errors.push(required(at.child('topologyKey'), 'can not be empty'));
    if (!actions.includes(whenUnsatisfiable)) {
      errors.push(notSupported(at.child('whenUnsatisfiable'), whenUnsatisfiable, actions));
    }
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (isRepeated) {
      errors.push(
        duplicate(at.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`),
      );
    }
  });
};
