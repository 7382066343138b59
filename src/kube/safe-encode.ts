/** Names that are made up: hashes in safe letters, and random suffixes for generateName. */
import type { Random } from '../core/index.ts';

/** No vowels and nothing that looks like another letter: no words, no misreadings. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const maxBaseLength = 58;

/** The letters that generated suffixes consist of. */
export const safeAlphabet = alphabet;

/** @source k8s 1.20 apimachinery/pkg/util/rand/rand.go SafeEncodeString */
export const safeEncodeString = (text: string): string => {
  let encoded = '';
  for (const char of text) encoded += alphabet[char.codePointAt(0)! % alphabet.length]!;
  return encoded;
};

/** `length` random letters. @source k8s 1.20 apimachinery/pkg/util/rand/rand.go String */
export const randomSafeString = (random: Random, length: number): string => {
  let text = '';
  for (let index = 0; index < length; index++) text += alphabet[random.below(alphabet.length)]!;
  return text;
};

/**
 * A name for metadata.generateName: the base, cut to 58 characters, and five random letters.
 * @source k8s 1.20 apiserver/pkg/storage/names/generate.go GenerateName
 */
export const generateName = (base: string, random: Random): string =>
  base.slice(0, maxBaseLength) + randomSafeString(random, suffixLength);
