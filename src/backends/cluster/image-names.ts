/** ImageNames: the images of the lab and those that stand for them on a real cluster, turned into one another. */

/** "nginx" for "nginx:1.16.0", "host:5000/app" for "host:5000/app". */
const withoutTag = (image: string): string => image.replace(/:[^:/]+$/, '');

export class ImageNames {
  readonly #real: ReadonlyMap<string, string>;
  readonly #lab: readonly { real: string; lab: string }[];

  /** `images`: lab image → real image, each with its tag (none is :latest), or both without: then the tag stays. */
  constructor(images: Readonly<Record<string, string>> = {}) {
    this.#real = new Map(Object.entries(images));
    this.#lab = Object.entries(images)
      .map(([lab, real]) => ({ lab, real }))
      .sort((a, b) => b.real.length - a.real.length);
  }

  toReal(image: string): string {
    const repository = withoutTag(image);
    const whole =
      this.#real.get(image) ?? (repository === image ? this.#real.get(`${image}:latest`) : undefined);
    if (whole !== undefined) return whole;
    const mapped = this.#real.get(repository);
    return mapped === undefined ? image : `${mapped}${image.slice(repository.length)}`;
  }

  /** Any text that names images of the cluster, in the lab's names. */
  toLab(text: string): string {
    let shown = text;
    for (const { lab, real } of this.#lab) {
      for (let at = shown.indexOf(real); at !== -1; at = shown.indexOf(real, at + lab.length)) {
        if (/[\w./-]/.test(shown[at - 1] ?? ' ') || /[\w.-]/.test(shown[at + real.length] ?? ' ')) {
          at += real.length - lab.length;
          continue;
        }
        shown = `${shown.slice(0, at)}${lab}${shown.slice(at + real.length)}`;
      }
    }
    return shown;
  }
}
