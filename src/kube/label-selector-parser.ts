/** Reads the text form of label selectors: "app=web,tier in (front,back),!legacy". */
import { checkLabelKey, newLabelRequirement } from './label-requirement.ts';
import type { LabelOperator, LabelRequirement } from './label-requirement.ts';
import { ValueError } from './value-error.ts';

type TokenKind =
  'identifier' | 'end' | 'in' | 'notin' | '=' | '==' | '!=' | '!' | '(' | ')' | ',' | '>' | '<';

interface Token {
  kind: TokenKind;
  text: string;
}

const tokenPattern = /[ \t\r\n]*(?:(==|!=|[=!(),<>])|([^ \t\r\n=!(),<>]+))/y;

const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    const [, symbol, word = ''] = match;
    if (symbol !== undefined) tokens.push({ kind: symbol as TokenKind, text: symbol });
    else tokens.push({ kind: word === 'in' || word === 'notin' ? word : 'identifier', text: word });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
};

const operators: Partial<Record<TokenKind, LabelOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

/** @source k8s 1.20 apimachinery/pkg/labels/selector.go Parser */
class LabelSelectorParser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.#peek();
      if (first.kind === 'end') return requirements;
      if (first.kind !== 'identifier' && first.kind !== '!')
        throw new ValueError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
      requirements.push(this.#requirementInContext());
      const next = this.#take();
      if (next.kind === 'end') return requirements;
      if (next.kind !== ',') throw new ValueError(`found '${next.text}', expected: ',' or 'end of string'`);
      const after = this.#peek();
      if (after.kind !== 'identifier' && after.kind !== '!')
        throw new ValueError(`found '${after.text}', expected: identifier after ','`);
    }
  }

  #requirementInContext(): LabelRequirement {
    try {
      return this.#requirement();
    } catch (error) {
      if (error instanceof ValueError) throw new ValueError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #requirement(): LabelRequirement {
    let token = this.#take();
    const isNegated = token.kind === '!';
    if (isNegated) token = this.#take();
    if (token.kind !== 'identifier') throw new ValueError(`found '${token.text}', expected: identifier`);
    const key = token.text;
    checkLabelKey(key);
    if (isNegated) return newLabelRequirement(key, '!', []);
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return newLabelRequirement(key, 'exists', []);
    const word = this.#tokens[this.#position++]!;
    const operator = operators[word.kind];
    if (operator === undefined)
      throw new ValueError(`found '${word.text}', expected: '=', '!=', '==', 'in', notin'`);
    const isSet = operator === 'in' || operator === 'notin';
    return newLabelRequirement(key, operator, isSet ? this.#values() : [this.#exactValue()]);
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.#take();
    if (token.kind !== 'identifier') throw new ValueError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  #values(): string[] {
    const open = this.#take();
    if (open.kind !== '(') throw new ValueError(`found '${open.text}' expected: '('`);
    const first = this.#peek();
    if (first.kind === ')') {
      this.#take();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',')
      throw new ValueError(`found '${first.text}', expected: ',', ')' or identifier`);
    const values = this.#valueList();
    if (this.#take().kind !== ')') throw new ValueError(`found '${first.text}', expected: ')'`);
    return [...values];
  }

  #valueList(): Set<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.#take();
      if (token.kind === 'identifier') {
        values.add(token.text);
        const next = this.#peek();
        if (next.kind === ')') return values;
        if (next.kind !== ',') throw new ValueError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.size === 0) values.add('');
        const next = this.#peek();
        if (next.kind === ')') return values.add('');
        if (next.kind === ',') {
          this.#take();
          values.add('');
        }
      } else {
        throw new ValueError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  /** Where a value or a key may stand, "in" and "notin" are words like any other. */
  #peek(): Token {
    const token = this.#tokens[this.#position]!;
    return token.kind === 'in' || token.kind === 'notin' ? { ...token, kind: 'identifier' } : token;
  }

  #take(): Token {
    const token = this.#peek();
    if (this.#position < this.#tokens.length - 1) this.#position++;
    return token;
  }
}

/**
 * The requirements of a selector's text, in its order.
 * @throws ValueError with upstream's text
 */
export const parseLabelRequirements = (text: string): LabelRequirement[] =>
  new LabelSelectorParser(text).parse();
