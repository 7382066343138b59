/** Names and uids that the API server makes up. */
import { HexText, type Random } from '../../core/index.ts';

/** @source k8s 1.20 apimachinery/pkg/util/rand/rand.go alphanums: no vowels, no look-alikes */
const alphanums = 'bcdfghjklmnpqrstvwxz2456789';
const maximalBaseLength = 58;

/** `length` letters and digits that spell no word. @source k8s 1.20 apimachinery/pkg/util/rand/rand.go String */
export const randomSuffix = (random: Random, length: number): string => {
  let text = '';
  for (let index = 0; index < length; index++) text += alphanums[random.below(alphanums.length)]!;
  return text;
};

/** @source k8s 1.20 apiserver/pkg/storage/names/generate.go simpleNameGenerator.GenerateName */
export const generateName = (random: Random, base: string): string =>
  base.slice(0, maximalBaseLength) + randomSuffix(random, 5);

const hex = new HexText();

/** A version 4 uuid. */
export const newUid = (random: Random): string => {
  const third = 0x4000 | random.below(0x1000);
  const fourth = 0x8000 | random.below(0x4000);
  hex.add(random.below(0x100000000), 8);
  hex.dash();
  hex.add(random.below(0x10000), 4);
  hex.dash();
  hex.add(third, 4);
  hex.dash();
  hex.add(fourth, 4);
  hex.dash();
  hex.add(random.below(0x1000000), 6);
  hex.add(random.below(0x1000000), 6);
  return hex.text();
};
