/** The fields that a JSON text says twice, by path. @source sigs.k8s.io/json UnmarshalStrict */

/** "a.b[0].c" */
const pathOf = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const space = /[\s,:]*/y;
const word = /[^\s,:\]}]+/y;
const text = /"(?:[^"\\]|\\.)*"/y;

class Scanner {
  readonly #json: string;
  #at = 0;
  readonly found: string[] = [];

  constructor(json: string) {
    this.#json = json;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#json)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  /** The next sign that is neither space nor a separator. */
  #next(): string {
    this.#take(space);
    return this.#json[this.#at] ?? '';
  }

  value(path: string): void {
    const first = this.#next();
    if (first === '{') this.#object(path);
    else if (first === '[') this.#array(path);
    else if (this.#take(first === '"' ? text : word) === '') this.#at++;
  }

  #object(path: string): void {
    this.#at++;
    const names = new Set<string>();
    for (let sign = this.#next(); sign !== '}' && sign !== ''; sign = this.#next()) {
      const quoted = this.#take(text);
      if (quoted === '') return;
      const name = JSON.parse(quoted) as string;
      const where = pathOf(path, name);
      if (names.has(name)) this.found.push(where);
      names.add(name);
      this.value(where);
    }
    this.#at++;
  }

  #array(path: string): void {
    this.#at++;
    for (let index = 0; !['', ']'].includes(this.#next()); index++) this.value(`${path}[${index}]`);
    this.#at++;
  }
}

/** Of a text that is JSON. */
export const duplicateFields = (json: string): readonly string[] => {
  const scanner = new Scanner(json);
  scanner.value('');
  return scanner.found;
};
