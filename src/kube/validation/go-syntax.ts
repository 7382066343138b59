/** Values as Go's %#v prints them in messages. Pointers print as an address, which differs from run to run upstream. */
import { goQuote } from '../go-format.ts';
import { canonicalQuantity } from '../defaults/index.ts';
import { parseQuantity } from '../quantity.ts';
import type { IntOrString, LabelSelector } from '../objects/index.ts';
import { GoSyntax } from './field-error.ts';

/** @deviates upstream prints the address of the moment */
const address = '0xc000000000';

/** A pointer to a struct: (*core.Handler)(0xc000000000) or (*core.Handler)(nil). */
export const pointerText = (type: string, value: unknown): string =>
  `(*${type})(${value === undefined || value === null ? 'nil' : address})`;

const textList = (type: string, values: readonly string[] | undefined): string =>
  values === undefined ? `${type}(nil)` : `${type}{${values.map(goQuote).join(', ')}}`;

const textMap = (values: Readonly<Record<string, string>> | undefined): string =>
  values === undefined
    ? 'map[string]string(nil)'
    : `map[string]string{${Object.keys(values)
        .sort()
        .map((key) => `${goQuote(key)}:${goQuote(values[key]!)}`)
        .join(', ')}}`;

export const stringList = (values: readonly string[] | undefined, type = '[]string'): GoSyntax =>
  new GoSyntax(textList(type, values));

export const stringMap = (values: Readonly<Record<string, string>> | undefined): GoSyntax =>
  new GoSyntax(textMap(values));

export const labelSelectorText = (selector: LabelSelector | undefined): string => {
  const expressions = selector?.matchExpressions;
  const type = 'v1.LabelSelectorRequirement';
  const listed =
    expressions === undefined
      ? `[]${type}(nil)`
      : `[]${type}{${expressions
          .map(
            ({ key, operator, values }) =>
              `${type}{Key:${goQuote(key)}, Operator:${goQuote(operator)}, Values:${textList('[]string', values)}}`,
          )
          .join(', ')}}`;
  return `v1.LabelSelector{MatchLabels:${textMap(selector?.matchLabels)}, MatchExpressions:${listed}}`;
};

/** A selector; absent prints as "null". */
export const labelSelector = (selector: LabelSelector | undefined): GoSyntax =>
  new GoSyntax(selector === undefined ? '"null"' : labelSelectorText(selector));

export const intOrStringText = (value: IntOrString | undefined): string =>
  typeof value === 'string'
    ? `intstr.IntOrString{Type:1, IntVal:0, StrVal:${goQuote(value)}}`
    : `intstr.IntOrString{Type:0, IntVal:${value ?? 0}, StrVal:""}`;

export const intOrString = (value: IntOrString | undefined): GoSyntax => new GoSyntax(intOrStringText(value));

/** A quantity in a message that prints it as a struct. */
export const quantity = (text: string): GoSyntax => {
  const { unscaled, scale, format, isBig, text: cached = '' } = parseQuantity(text === '' ? '0' : text);
  const amount = isBig ? 'value:0, scale:0' : `value:${unscaled}, scale:${scale}`;
  const decimal = isBig ? pointerText('inf.Dec', unscaled) : '(*inf.Dec)(nil)';
  return new GoSyntax(
    `resource.Quantity{i:resource.int64Amount{${amount}}, d:resource.infDecAmount{Dec:${decimal}}, s:${goQuote(cached)}, Format:${goQuote(format)}}`,
  );
};

/** A quantity in a message that prints its canonical text. */
export const quantityText = (text: string | number): string => canonicalQuantity(text) as string;
