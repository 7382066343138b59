/** LabNames: how the lab's names (namespace "default", node "w3-k8s", images) and the real cluster's are turned into one another. */
import { ImageNames } from './image-names.ts';

export interface NamePair {
  lab: string;
  real: string;
}

export interface LabNamesOptions {
  /** The namespace that stands for the lab's: {lab: "default", real: "labproof-x7k2p"}. */
  namespace: NamePair;
  /** Only where they differ. */
  nodes: readonly NamePair[];
  /** Lab image → the image that stands for it. */
  images?: Readonly<Record<string, string>>;
}

/** Fields that hold the name of a namespace or of a node, whatever object they stand in. */
const namespaceKeys = new Set(['namespace']);
const nodeKeys = new Set(['nodeName', 'kubernetes.io/hostname', 'host', 'hostname']);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name as a whole word: "w1-k8s" is not in "w1-k8s-extra". */
const wordPattern = (names: readonly string[]): RegExp =>
  new RegExp(`(?<![A-Za-z0-9.-])(?:${names.map(escaped).join('|')})(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`, 'g');

export class LabNames {
  readonly namespace: NamePair;
  readonly #images: ImageNames;
  readonly #realNodes: ReadonlyMap<string, string>;
  readonly #labNodes: ReadonlyMap<string, string>;
  readonly #nodePattern: RegExp | undefined;

  constructor({ namespace, nodes, images }: LabNamesOptions) {
    this.namespace = namespace;
    this.#images = new ImageNames(images);
    const renamed = nodes.filter(({ lab, real }) => lab !== real);
    this.#realNodes = new Map(renamed.map(({ lab, real }) => [lab, real]));
    this.#labNodes = new Map(renamed.map(({ lab, real }) => [real, lab]));
    this.#nodePattern = renamed.length === 0 ? undefined : wordPattern(renamed.map(({ real }) => real));
  }

  realNamespace<T extends string | undefined>(name: T): T {
    return name === this.namespace.lab ? (this.namespace.real as T) : name;
  }

  realNode(name: string): string {
    return this.#realNodes.get(name) ?? name;
  }

  labNode(name: string): string {
    return this.#labNodes.get(name) ?? name;
  }

  /** A selector of fields, in the cluster's names. */
  realFieldSelector(selector: string): string {
    return selector.replace(
      /([\w.]+)(==|!=|=)([^,]*)/g,
      (_all, field: string, operator: string, value: string) => {
        const real = /(^|\.)namespace$/.test(field)
          ? this.realNamespace(value)
          : /nodeName$|^metadata\.name$|^involvedObject\.name$|^source$/.test(field)
            ? this.realNode(value)
            : value;
        return `${field}${operator}${real}`;
      },
    );
  }

  /** What is sent: only fields that hold such names are changed, as "default" is a word of many meanings. */
  toReal<T>(value: T): T {
    return this.#walk(value) as T;
  }

  /** What has come: texts too, for the cluster's names appear nowhere else. */
  toLab<T>(value: T): T {
    return this.#read(value) as T;
  }

  #walk(value: unknown, key = ''): unknown {
    if (typeof value === 'string') {
      if (namespaceKeys.has(key)) return this.realNamespace(value);
      if (key === 'image') return this.#images.toReal(value);
      return nodeKeys.has(key) ? this.realNode(value) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.#walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#walk(item, name)]));
  }

  /** The text in the lab's names. */
  text(text: string): string {
    const imaged = this.#images.toLab(text);
    const named = imaged.includes(this.namespace.real)
      ? imaged.replaceAll(this.namespace.real, this.namespace.lab)
      : imaged;
    return this.#nodePattern === undefined
      ? named
      : named.replace(this.#nodePattern, (name) => this.labNode(name));
  }

  #read(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#read(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [this.text(name), this.#read(item)]),
    );
  }
}
