/** A Secret's values as the text that containers see. */

const decodeBase64 = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let [buffer, bits] = [0, 0];
  for (const character of text.replace(/[^A-Za-z0-9+/]/g, '')) {
    buffer = ((buffer << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
};

const noTexts: Record<string, string> = {};
/** The token of an account is mounted by thousands of pods. */
const decoded = new WeakMap<object, Record<string, string>>();

/** A Secret's values as text. */
export const secretTexts = (data: Readonly<Record<string, string>> | undefined): Record<string, string> => {
  if (data === undefined) return noTexts;
  let texts = decoded.get(data);
  if (texts === undefined) {
    texts = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decodeBase64(value)]));
    decoded.set(data, texts);
  }
  return texts;
};
