/** The keys that a JSON Schema describes, as rows of name and summary. */
import type { JsonSchema } from '../document/index.ts';

/** The properties of the schema, or of those of its alternatives that are objects, each once. */
export const schemaRows = (schema: JsonSchema): [string, string][] => {
  const rows = new Map<string, string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { properties, anyOf, required } = part as {
      properties?: Record<string, { description?: string }>;
      anyOf?: unknown[];
      required?: string[];
    };
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (!rows.has(name))
        rows.set(
          name,
          `${property.description ?? ''}${required?.includes(name) === true ? ' Required.' : ''}`,
        );
    }
    anyOf?.forEach(visit);
  };
  visit(schema);
  return [...rows];
};
