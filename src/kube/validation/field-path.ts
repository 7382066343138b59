/** FieldPath: where in an object a field stands ("spec.containers[0].name"), printed only when an error needs it. */

export class FieldPath {
  private readonly parent: FieldPath | undefined;
  /** "name", "[0]" or "[key]". */
  private readonly step: string | number;
  private readonly isIndex: boolean;

  private constructor(parent: FieldPath | undefined, step: string | number, isIndex: boolean) {
    this.parent = parent;
    this.step = step;
    this.isIndex = isIndex;
  }

  /** The path of a field of the object itself. */
  static of(field: string): FieldPath {
    return new FieldPath(undefined, field, false);
  }

  child(...fields: string[]): FieldPath {
    let path: FieldPath = new FieldPath(this, fields[0]!, false);
    for (let index = 1; index < fields.length; index++) path = new FieldPath(path, fields[index]!, false);
    return path;
  }

  index(index: number): FieldPath {
    return new FieldPath(this, index, true);
  }

  key(key: string): FieldPath {
    return new FieldPath(this, key, true);
  }

  /** @source k8s 1.20 apimachinery/pkg/util/validation/field/path.go String */
  toString(): string {
    const before = this.parent?.toString() ?? '';
    if (this.isIndex) return `${before}[${this.step}]`;
    return before === '' ? String(this.step) : `${before}.${this.step}`;
  }
}
