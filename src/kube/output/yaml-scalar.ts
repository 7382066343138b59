/** In which styles YAML can hold a string. */

export interface ScalarAnalysis {
  isPlainAllowed: boolean;
  isSingleAllowed: boolean;
  isBlockAllowed: boolean;
}

const isPrintable = (code: number): boolean =>
  code === 0x0a ||
  (code >= 0x20 && code <= 0x7e) ||
  (code >= 0xa0 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff) ||
  code >= 0x10000;

/** @source go-yaml v2 emitterc.go yaml_emitter_analyze_scalar (block context) */
export const analyzeScalar = (text: string): ScalarAnalysis => {
  const isBreak = (character: string | undefined): boolean =>
    character !== undefined && /[\n\r\x85\u2028\u2029]/.test(character);
  const isBlank = (character: string | undefined): boolean =>
    character === undefined || /[ \t]/.test(character) || isBreak(character);
  const characters = [...text];
  let hasIndicator = text.startsWith('---') || text.startsWith('...');
  let [isSpecial, hasBreak, breakSpace, spaceBreak] = [false, false, false, false];
  for (const [index, character] of characters.entries()) {
    const [previous, next] = [characters[index - 1], characters[index + 1]];
    if (index === 0) {
      if (/[#,[\]{}&*!|>'"%@`]/.test(character)) hasIndicator = true;
      if (/[?:-]/.test(character) && isBlank(next)) hasIndicator = true;
    } else if ((character === ':' && isBlank(next)) || (character === '#' && isBlank(previous)))
      hasIndicator = true;
    if (!isPrintable(character.codePointAt(0)!)) isSpecial = true;
    if (isBreak(character)) {
      hasBreak = true;
      if (previous === ' ') spaceBreak = true;
    }
    if (character === ' ' && isBreak(previous)) breakSpace = true;
  }
  const [first, last] = [characters[0], characters.at(-1)];
  const isEdgeBlank = first === ' ' || last === ' ' || isBreak(first) || isBreak(last);
  const isBroken = spaceBreak || isSpecial;
  return {
    isPlainAllowed: !isEdgeBlank && !breakSpace && !isBroken && !hasBreak && !hasIndicator,
    isSingleAllowed: !breakSpace && !isBroken,
    isBlockAllowed: last !== ' ' && !isBroken && text !== '',
  };
};
