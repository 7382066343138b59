/** JSON values as Go prints them with %#v. */
import { goQuote, goValueText } from '../go-format.ts';

/** fmt.Sprintf("%#v"): `map[string]interface {}{"a":1}`. */
export const goSyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number') return goValueText(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return String(value as boolean);
  const fields = value as Record<string, unknown>;
  return `map[string]interface {}{${Object.keys(fields)
    .sort()
    .map((key) => `${goQuote(key)}:${goSyntax(fields[key])}`)
    .join(', ')}}`;
};
