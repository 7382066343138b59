/** Sums over lists of resources, as quotas are reckoned. @source k8s 1.20 apiserver/pkg/quota/v1/resources.go */
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  signOf,
  subtractQuantities,
  type Quantity,
  type ResourceList,
} from '../../kube/index.ts';

/** Quantities by the name of the resource. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const amountsOf = (list: ResourceList | undefined): Amounts =>
  new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text)]));

/** As it is written into an object, by name. */
export const listOf = (amounts: Amounts): ResourceList =>
  Object.fromEntries(
    [...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, amount]) => [name, formatQuantity(amount)]),
  );

/** The union of both, what is in both as `combine` says. */
const merge = (a: Amounts, b: Amounts, combine: (a: Quantity, b: Quantity) => Quantity): Amounts => {
  const result = new Map(a);
  for (const [name, amount] of b) {
    const other = a.get(name);
    result.set(name, other === undefined ? amount : combine(other, amount));
  }
  return result;
};

export const addAmounts = (a: Amounts, b: Amounts): Amounts => merge(a, b, addQuantities);

export const maxAmounts = (a: Amounts, b: Amounts): Amounts =>
  merge(a, b, (one, other) => (compareQuantities(one, other) < 0 ? other : one));

/** Only the names given. */
export const maskAmounts = (amounts: Amounts, names: Iterable<string>): Amounts => {
  const wanted = new Set(names);
  return new Map([...amounts].filter(([name]) => wanted.has(name)));
};

/** `a` less `b`, where something is left. */
export const excessOf = (a: Amounts, b: Amounts): Amounts => {
  const result = new Map<string, Quantity>();
  for (const [name, amount] of a) {
    const other = b.get(name);
    const rest = other === undefined ? amount : subtractQuantities(amount, other);
    if (signOf(rest) > 0) result.set(name, rest);
  }
  return result;
};

/** The names of which there is more in `a` than `limit` allows. */
export const exceeding = (a: Amounts, limit: Amounts): string[] =>
  [...a]
    .filter(([name, amount]) => {
      const most = limit.get(name);
      return most !== undefined && compareQuantities(amount, most) > 0;
    })
    .map(([name]) => name);

export const sameAmounts = (a: Amounts, b: Amounts): boolean =>
  a.size === b.size &&
  [...a].every(([name, amount]) => {
    const other = b.get(name);
    return other !== undefined && compareQuantities(amount, other) === 0;
  });

/** "cpu=1,memory=2Gi". @source k8s 1.20 apiserver/pkg/admission/plugin/resourcequota/controller.go prettyPrint */
export const amountsText = (amounts: Amounts): string =>
  Object.entries(listOf(amounts))
    .map(([name, text]) => `${name}=${text}`)
    .join(',');
