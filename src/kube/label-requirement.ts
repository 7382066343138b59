/** One requirement of a label selector: its check, its canonical text and its test on labels. */
import { goQuote } from './go-format.ts';
import { labelValueErrors, qualifiedNameErrors } from './names.ts';
import { ValueError } from './value-error.ts';

/** Upstream's words for operators (selection.Operator). */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, without duplicates. */
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** @throws ValueError when `key` cannot be a label's key */
export const checkLabelKey = (key: string): void => {
  const errors = qualifiedNameErrors(key);
  if (errors.length > 0) throw new ValueError(`invalid label key ${goQuote(key)}: ${errors.join('; ')}`);
};

const isInt64 = (text: string): boolean => {
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value;
};

const checkCount = (operator: LabelOperator, values: readonly string[]): void => {
  const count = values.length;
  switch (operator) {
    case 'in':
    case 'notin':
      if (count === 0) throw new ValueError("for 'in', 'notin' operators, values set can't be empty");
      return;
    case '=':
    case '==':
    case '!=':
      if (count !== 1) throw new ValueError('exact-match compatibility requires one single value');
      return;
    case 'exists':
    case '!':
      if (count !== 0) throw new ValueError('values set must be empty for exists and does not exist');
      return;
    default:
      if (count !== 1) throw new ValueError("for 'Gt', 'Lt' operators, exactly one value is required");
      if (!isInt64(values[0]!))
        throw new ValueError("for 'Gt', 'Lt' operators, the value must be an integer");
  }
};

/**
 * A checked requirement.
 * @throws ValueError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/labels/selector.go NewRequirement
 */
export const newLabelRequirement = (
  key: string,
  operator: LabelOperator,
  values: readonly string[],
): LabelRequirement => {
  checkLabelKey(key);
  checkCount(operator, values);
  for (const value of values) {
    const errors = labelValueErrors(value);
    if (errors.length > 0)
      throw new ValueError(
        `invalid label value: ${goQuote(value)}: at key: ${goQuote(key)}: ${errors.join('; ')}`,
      );
  }
  return { key, operator, values: [...new Set(values)].sort() };
};

/** @source k8s 1.20 apimachinery/pkg/labels/selector.go Requirement.String */
export const formatLabelRequirement = ({ key, operator, values }: LabelRequirement): string => {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
      return `${key}>${values.join(',')}`;
    case 'lt':
      return `${key}<${values.join(',')}`;
    default:
      return `${key}${operator}${values.join(',')}`;
  }
};

/** A function that tests labels; made once, called often. @source k8s 1.20 selector.go Requirement.Matches */
export const compileLabelRequirement = (requirement: LabelRequirement): ((labels: Labels) => boolean) => {
  const test = compileTest(requirement);
  if (!(requirement.key in Object.prototype)) return test;
  return (labels) => test(Object.hasOwn(labels, requirement.key) ? labels : noLabels);
};

/** Has no "constructor" either. */
const noLabels = Object.create(null) as Labels;

const compileTest = ({ key, operator, values }: LabelRequirement): ((labels: Labels) => boolean) => {
  const only = values[0];
  switch (operator) {
    case '=':
    case '==':
      return (labels) => labels[key] === only;
    case '!=':
      return (labels) => labels[key] !== only;
    case 'in':
      return (labels) => labels[key] !== undefined && values.includes(labels[key]);
    case 'notin':
      return (labels) => labels[key] === undefined || !values.includes(labels[key]);
    case 'exists':
      return (labels) => labels[key] !== undefined;
    case '!':
      return (labels) => labels[key] === undefined;
    default: {
      const bound = BigInt(only!);
      return (labels) => {
        const value = labels[key];
        if (value === undefined || !isInt64(value)) return false;
        const number = BigInt(value.replace('+', ''));
        return operator === 'gt' ? number > bound : number < bound;
      };
    }
  }
};
