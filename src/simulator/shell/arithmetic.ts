/** Whole-number arithmetic of the shell: $(( i++ * 2 )). */

type Lookup = { get(name: string): number; set(name: string, value: number): void };

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const apply = (operator: string, left: number, right: number): number => {
  switch (operator) {
    case '||': return left !== 0 || right !== 0 ? 1 : 0;
    case '&&': return left !== 0 && right !== 0 ? 1 : 0;
    case '==': return Number(left === right);
    case '!=': return Number(left !== right);
    case '<=': return Number(left <= right);
    case '>=': return Number(left >= right);
    case '<': return Number(left < right);
    case '>': return Number(left > right);
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return right === 0 ? 0 : Math.trunc(left / right);
    default: return right === 0 ? 0 : left % right;
  }
}; // prettier-ignore

/** Evaluates an expression; undefined when it is none. */
export const evaluateArithmetic = (expression: string, variables: Lookup): number | undefined => {
  const tokens =
    expression
      .match(/\d+|[A-Za-z_]\w*|\+\+|--|[-+*/%]=|&&|\|\||[=!<>]=|[-+*/%()<>=!$]/g)
      ?.filter((token) => token !== '$') ?? [];
  let index = 0;
  const primary = (): number => {
    const token = tokens[index++] ?? '';
    if (token === '(') {
      const value = assignment();
      index++;
      return value;
    }
    if (token === '-') return -primary();
    if (token === '+') return primary();
    if (token === '!') return Number(primary() === 0);
    if (token === '++' || token === '--') {
      const name = tokens[index++] ?? '';
      variables.set(name, variables.get(name) + (token === '++' ? 1 : -1));
      return variables.get(name);
    }
    if (/^\d/.test(token)) return Number(token);
    const value = variables.get(token);
    if (tokens[index] === '++' || tokens[index] === '--')
      variables.set(token, value + (tokens[index++] === '++' ? 1 : -1));
    return value;
  };
  const binary = (level: number): number => {
    const operators = levels[level];
    if (operators === undefined) return primary();
    let left = binary(level + 1);
    while (operators.includes(tokens[index] ?? '')) {
      const operator = tokens[index++] ?? '';
      left = apply(operator, left, binary(level + 1));
    }
    return left;
  };
  const assignment = (): number => {
    const [name = '', operator = ''] = [tokens[index], tokens[index + 1]];
    if (!/^[A-Za-z_]/.test(name) || !/^[-+*/%]?=$/.test(operator)) return binary(0);
    index += 2;
    const right = assignment();
    const value = operator === '=' ? right : apply(operator[0] ?? '', variables.get(name), right);
    variables.set(name, value);
    return value;
  };
  const value = assignment();
  return index < tokens.length || Number.isNaN(value) ? undefined : value;
};
