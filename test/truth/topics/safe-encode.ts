/** Names in safe letters. */

import { Random } from '../../../src/core/index.ts';
import { generateName, safeAlphabet, safeEncodeString } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const safeEncode = defineTopic({
  name: 'safe_encode',
  run({ text, baseLength }: any) {
    if (text !== undefined) return { encoded: safeEncodeString(text) };
    if (baseLength === undefined) return { alphabet: [...safeAlphabet].sort().join('') };
    const name = generateName('a'.repeat(baseLength), new Random(1));
    const keptBaseLength = /^a*/.exec(name)![0].length;
    return { length: name.length, keptBaseLength, suffixLength: name.length - keptBaseLength };
  },
});
