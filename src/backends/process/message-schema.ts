/** Builders of the messages' JSON Schemas, each with the TypeScript type of what it describes. */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A JSON Schema and, for the compiler only, the type of the values it describes. */
export interface MessageSchema<T> {
  readonly json: JsonSchema;
  /** Never set. */
  readonly described?: T;
}

export type Described<S> = S extends MessageSchema<infer T> ? T : never;

/** A property that may be left out. */
export interface OptionalProperty<T> {
  readonly optional: MessageSchema<T>;
}

type Property = MessageSchema<unknown> | OptionalProperty<unknown>;

type ObjectOf<P extends Readonly<Record<string, Property>>> = {
  [K in keyof P as P[K] extends OptionalProperty<unknown> ? never : K]: Described<P[K]>;
} & {
  [K in keyof P as P[K] extends OptionalProperty<unknown> ? K : never]?: P[K] extends OptionalProperty<
    infer T
  >
    ? T
    : never;
};

const described = (description: string | undefined, json: JsonSchema): JsonSchema =>
  description === undefined ? json : { description, ...json };

/** What the schema says of a value of a type that is defined elsewhere. */
export const shaped = <T>(json: JsonSchema): MessageSchema<T> => ({ json });

export const text = (description?: string): MessageSchema<string> =>
  shaped(described(description, { type: 'string' }));

export const number = (description?: string): MessageSchema<number> =>
  shaped(described(description, { type: 'number' }));

export const truth = (description?: string): MessageSchema<boolean> =>
  shaped(described(description, { type: 'boolean' }));

export const word = <const W extends string>(words: readonly W[], description?: string): MessageSchema<W> =>
  shaped(described(description, { enum: [...words] }));

export const list = <T>(items: MessageSchema<T>, description?: string): MessageSchema<T[]> =>
  shaped(described(description, { type: 'array', items: items.json }));

/** An object with any keys. */
export const record = <T>(values: MessageSchema<T>, description?: string): MessageSchema<Record<string, T>> =>
  shaped(described(description, { type: 'object', additionalProperties: values.json }));

export const anything = (description?: string): MessageSchema<unknown> => shaped(described(description, {}));

export const optional = <T>(schema: MessageSchema<T>): OptionalProperty<T> => ({ optional: schema });

/** An object with these properties; others are let pass, so that a newer side may say more. */
export const object = <const P extends Readonly<Record<string, Property>>>(
  properties: P,
  description?: string,
): MessageSchema<ObjectOf<P>> => {
  const required = Object.keys(properties).filter((name) => !('optional' in properties[name]!));
  return shaped(
    described(description, {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          'optional' in property ? property.optional.json : property.json,
        ]),
      ),
      ...(required.length === 0 ? {} : { required }),
    }),
  );
};

export const either = <A, B>(
  a: MessageSchema<A>,
  b: MessageSchema<B>,
  description?: string,
): MessageSchema<A | B> => shaped(described(description, { anyOf: [a.json, b.json] }));
