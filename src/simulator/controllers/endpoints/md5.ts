/** MD5 (RFC 1321) of a text in UTF-8, in hexadecimal: upstream orders some lists by it. */

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Array.from(
  { length: 64 },
  (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0,
);

const bytesOf = (text: string): number[] => {
  const bytes: number[] = [];
  for (const character of encodeURIComponent(text).match(/%..|./g) ?? []) {
    bytes.push(character.length === 3 ? Number.parseInt(character.slice(1), 16) : character.charCodeAt(0));
  }
  return bytes;
};

const wordsOf = (text: string): number[] => {
  const bytes = bytesOf(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  const words: number[] = [];
  for (let index = 0; index < bytes.length; index += 4) {
    words.push(
      bytes[index]! | (bytes[index + 1]! << 8) | (bytes[index + 2]! << 16) | (bytes[index + 3]! << 24),
    );
  }
  words.push(bits | 0, Math.floor(bits / 2 ** 32));
  return words;
};

const mix = (round: number, b: number, c: number, d: number): number => {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
};

const wordIndex = (round: number, step: number): number =>
  [step, 5 * step + 1, 3 * step + 5, 7 * step][round]! % 16;

const hexOf = (word: number): string =>
  [0, 8, 16, 24].map((shift) => ((word >>> shift) & 0xff).toString(16).padStart(2, '0')).join('');

export const md5 = (text: string): string => {
  const words = wordsOf(text);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = state as [number, number, number, number];
    for (let step = 0; step < 64; step++) {
      const round = step >> 4;
      const sum = (a + mix(round, b, c, d) + sines[step]! + words[block + wordIndex(round, step)]!) | 0;
      const shift = shifts[round * 4 + (step % 4)]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    for (const [index, value] of [a, b, c, d].entries()) state[index] = (state[index]! + value) | 0;
  }
  return state.map(hexOf).join('');
};
