/** Random objects of the kinds that patches treat in special ways. */
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/kube/index.ts';

const text = fc.constantFrom('a', 'b', 'c');
const labels = fc.dictionary(fc.constantFrom('x', 'y', 'z', 'constructor'), text, { maxKeys: 3 });

/** A list of maps with distinct merge keys, in any order. */
const keyed = (
  mergeKey: string,
  key: fc.Arbitrary<JsonValue>,
  rest: Record<string, fc.Arbitrary<JsonValue>>,
) =>
  fc.uniqueArray(fc.record({ [mergeKey]: key, ...rest }, { requiredKeys: [mergeKey] }), {
    maxLength: 4,
    selector: (item) => item[mergeKey],
  }) as fc.Arbitrary<JsonObject[]>;

const env = keyed('name', text, { value: text });
const ports = keyed('containerPort', fc.constantFrom(80, 443, 8080), {
  protocol: fc.constantFrom('TCP', 'UDP'),
});
const containers = keyed('name', text, { image: text, env, ports, args: fc.array(text, { maxLength: 2 }) });
const volumes = fc
  .uniqueArray(
    fc
      .tuple(text, fc.constantFrom('emptyDir', 'hostPath', 'configMap'))
      .map(([name, source]) => ({ name, [source]: {} })),
    { maxLength: 3, selector: (volume) => volume.name },
  )
  .map((list): JsonObject[] => list);

/** Sorted: upstream sorts the lists of primitives that it merges while it compares them. */
const finalizers = fc.uniqueArray(text, { maxLength: 3 }).map((list) => list.sort());

const withoutEmpty = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => !Array.isArray(value) || value.length > 0));

export const randomPod: fc.Arbitrary<JsonObject> = fc
  .record({
    labels,
    finalizers,
    containers,
    volumes,
    tolerations: fc.array(fc.record({ key: text }), { maxLength: 2 }),
  })
  .map(({ labels, finalizers, containers, volumes, tolerations }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: withoutEmpty({ name: 'p', labels, finalizers }),
    spec: withoutEmpty({ containers: containers.map(withoutEmpty), volumes, tolerations }),
  }));

export const randomJsonObject: fc.Arbitrary<JsonObject> = fc.letrec<{ value: JsonValue; object: JsonObject }>(
  (tie) => ({
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'valueOf'), tie('value'), { maxKeys: 3 }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<JsonValue>(1, 2, 'x', true, [], [1, 'y']),
      tie('object'),
    ),
  }),
).object;
