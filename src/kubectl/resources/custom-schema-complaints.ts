/** Holds an object of a custom kind against its schema, as kubectl does until 1.24. @source k8s.io/kube-openapi/pkg/util/proto/validation/types.go */
import { additionalOf, isRecord, propertyOf, type ApiResource, type JsonSchema } from '../../kube/index.ts';

/** "com.example.stable.v1.CronTab". */
const modelOf = ({ group, version, kind }: ApiResource): string =>
  `${group.split('.').reverse().join('.')}.${version}.${kind}`;

const foundType = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (isRecord(value)) return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

/** OpenAPI 2 says nothing of these. */
const isOpen = (schema: JsonSchema): boolean =>
  schema.nullable === true ||
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  schema['x-kubernetes-int-or-string'] === true ||
  schema.type === undefined;

const isNumber = (type: string): boolean => type === 'integer' || type === 'number';

const complaints = (value: unknown, schema: JsonSchema, path: string, model: string): string[] => {
  if (isOpen(schema)) return [];
  const found = foundType(value);
  const type = schema.type === 'object' ? 'map' : schema.type!;
  const isFitting =
    type === found ||
    (type === 'string' && found !== 'map' && found !== 'array') ||
    (isNumber(type) && isNumber(found));
  if (!isFitting)
    return [`ValidationError(${path}): invalid type for ${model}: got "${found}", expected "${type}"`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, index) => complaints(item, items, `${path}[${index}]`, model));
  }
  if (!isRecord(value)) return [];
  const additional = additionalOf(schema);
  const names = Object.keys(value)
    .filter((name) => value[name] !== null && value[name] !== undefined)
    .sort();
  const result: string[] = [];
  for (const name of names) {
    const property = propertyOf(schema, name);
    const where = `${path}.${name}`;
    if (property !== undefined) result.push(...complaints(value[name], property, where, `${model}.${name}`));
    else if (additional !== undefined) result.push(...complaints(value[name], additional, where, model));
    else if (schema.properties !== undefined)
      result.push(`ValidationError(${path}): unknown field ${JSON.stringify(name)} in ${model}`);
  }
  for (const name of schema.required ?? [])
    if (!names.includes(name))
      result.push(`ValidationError(${path}): missing required field ${JSON.stringify(name)} in ${model}`);
  return result;
};

/** What is wrong with the object, in kubectl's words; nothing when the schema is not known. */
export const customComplaints = (object: Record<string, unknown>, resource: ApiResource): string[] => {
  const { schema, kind } = resource;
  if (schema === undefined) return [];
  const anything: JsonSchema = {};
  const properties = { ...schema.properties, apiVersion: anything, kind: anything, metadata: anything };
  return complaints(object, { ...schema, properties }, kind, modelOf(resource));
};
