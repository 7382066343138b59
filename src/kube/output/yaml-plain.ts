/** Which strings YAML 1.1 would read as something else when left unquoted. */

const words = new Set(
  'y Y yes Yes YES n N no No NO true True TRUE false False FALSE on On ON off Off OFF ~ null Null NULL <<'
    .split(' ')
    .concat('.nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF'.split(' ')),
);

const isInteger = (text: string): boolean =>
  /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/.test(text);
const isFloat = (text: string): boolean => /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text);
const isTimestamp = (text: string): boolean =>
  /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/.test(
    text,
  );
const isBase60 = (text: string): boolean => /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);

/** True when the text stays a string unquoted. @source go-yaml v2 resolve.go resolve, encode.go stringv */
export const canBePlain = (text: string): boolean => {
  if (text === '' || words.has(text)) return false;
  if (!/^[-+.0-9]/.test(text)) return true;
  const digits = text.replaceAll('_', '');
  return !(isInteger(digits) || isFloat(digits) || isTimestamp(text) || isBase60(text));
};
