/** Seeded chance. Each consumer draws from a stream of its own name, so that a new consumer changes no other's draws. */

/** FNV-1a over UTF-16 code units, 32 bits. */
const hash = (text: string, seed: number): number => {
  let value = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619) >>> 0;
  }
  return value;
};

/** sfc32, a small fast generator that passes PractRand. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  readonly seed: number;
  readonly name: string;

  constructor(seed: number, name = '') {
    this.seed = seed;
    this.name = name;
    this.#a = hash(name, seed);
    this.#b = hash(name, seed ^ 0x9e3779b9);
    this.#c = seed >>> 0;
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** A stream of its own for `name`, the same for the same seed and name. */
  stream(name: string): Random {
    return new Random(this.seed, `${this.name}/${name}`);
  }

  /** A number in [0, 1). */
  float(): number {
    return this.#next() / 4294967296;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  /** A number in [from, to). */
  between(from: number, to: number): number {
    return from + this.float() * (to - from);
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }
}
