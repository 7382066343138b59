/** The limits of a limit range, held against an object. @source k8s 1.20 plugin/pkg/admission/limitranger/admission.go */
import {
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  quantityOfMillis,
  quantityOfValue,
  quantityText,
  wholeValue,
  type Container,
  type KubeObject,
  type LimitItem,
  type Pod,
  type ResourceList,
} from '../../../kube/index.ts';

interface Resources {
  requests?: ResourceList | undefined;
  limits?: ResourceList | undefined;
}

const isMore = (a: string, b: string): boolean => compareQuantities(parseQuantity(a), parseQuantity(b)) > 0;

const tooLittle = (type: string, name: string, least: string, { requests, limits }: Resources) => {
  const rule = `minimum ${name} usage per ${type} is ${quantityText(least)}`;
  const [request, limit] = [requests?.[name], limits?.[name]];
  if (request === undefined) return `${rule}.  No request is specified`;
  if (isMore(least, request)) return `${rule}, but request is ${quantityText(request)}`;
  return limit !== undefined && isMore(least, limit)
    ? `${rule}, but limit is ${quantityText(limit)}`
    : undefined;
};

const tooMuch = (type: string, name: string, most: string, { requests, limits }: Resources) => {
  const rule = `maximum ${name} usage per ${type} is ${quantityText(most)}`;
  const [request, limit] = [requests?.[name], limits?.[name]];
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (isMore(limit, most)) return `${rule}, but limit is ${quantityText(limit)}`;
  return request !== undefined && isMore(request, most)
    ? `${rule}, but request is ${quantityText(request)}`
    : undefined;
};

const tooMuchAsked = (type: string, name: string, most: string, { requests }: Resources) => {
  const rule = `maximum ${name} usage per ${type} is ${quantityText(most)}`;
  const request = requests?.[name];
  if (request === undefined) return `${rule}.  No request is specified`;
  return isMore(request, most) ? `${rule}, but request is ${quantityText(request)}` : undefined;
};

/** As the constraint reckons: in thousandths, which are whole. */
const millisOf = (text: string | undefined): number =>
  text === undefined ? 0 : Number(milliValue(parseQuantity(text)));

const tooFar = (type: string, name: string, most: string, { requests, limits }: Resources) => {
  const rule = `${name} max limit to request ratio per ${type} is ${quantityText(most)}, but`;
  const [request, limit] = [millisOf(requests?.[name]), millisOf(limits?.[name])];
  if (request === 0) return `${rule} no request is specified or request is 0`;
  if (limit === 0) return `${rule} no limit is specified or limit is 0`;
  const ratio = limit / request;
  return ratio * 1000 > millisOf(most) ? `${rule} provided ratio is ${ratio.toFixed(6)}` : undefined;
};

type Check = (type: string, name: string, bound: string, resources: Resources) => string | undefined;

/** @deviates upstream goes through the resources in Go's map order; here by name */
const each = (check: Check, type: string, bounds: ResourceList | undefined, resources: Resources): string[] =>
  Object.keys(bounds ?? {})
    .sort()
    .flatMap((name) => check(type, name, bounds![name]!, resources) ?? []);

const checkAll = ({ type, min, max, maxLimitRequestRatio }: LimitItem, resources: Resources): string[] => [
  ...each(tooLittle, type, min, resources),
  ...each(tooMuch, type, max, resources),
  ...each(tooFar, type, maxLimitRequestRatio, resources),
];

/** Of what every container says, the sum; what one does not say has none. @source k8s 1.20 admission.go sum */
const sumOf = (lists: readonly (ResourceList | undefined)[]): ResourceList => {
  const [first, ...others] = lists;
  const result: ResourceList = {};
  for (const name of Object.keys(first ?? {})) {
    if (others.some((list) => list?.[name] === undefined)) continue;
    const quantities = lists.map((list) => parseQuantity(list![name]!));
    const total = (of: typeof wholeValue): bigint => quantities.reduce((sum, one) => sum + of(one), 0n);
    result[name] = formatQuantity(
      name === 'cpu' ? quantityOfMillis(total(milliValue)) : quantityOfValue(total(wholeValue)),
    );
  }
  return result;
};

/** What a pod asks for in all: the sum of its containers, or its largest init container where that is more. */
const podResources = ({ spec }: Pod): Resources => {
  const of = (list: 'requests' | 'limits'): ResourceList => {
    const result = sumOf(spec.containers.map(({ resources }) => resources?.[list]));
    for (const { resources } of spec.initContainers ?? []) {
      for (const [name, amount] of Object.entries(resources?.[list] ?? {})) {
        const present = result[name];
        if (present === undefined || isMore(amount, present)) result[name] = amount;
      }
    }
    return result;
  };
  return { requests: of('requests'), limits: of('limits') };
};

const podComplaints = (limit: LimitItem, pod: Pod): string[] => {
  if (limit.type === 'Pod') return checkAll(limit, podResources(pod));
  if (limit.type !== 'Container') return [];
  const containers: Container[] = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return containers.flatMap(({ resources }) => checkAll(limit, resources ?? {}));
};

const claimComplaints = ({ type, min, max }: LimitItem, claim: KubeObject): string[] => {
  if (type !== 'PersistentVolumeClaim') return [];
  const { resources } = (claim as { spec?: { resources?: Resources } }).spec ?? {};
  const asked = { requests: resources?.requests };
  return [...each(tooLittle, type, min, asked), ...each(tooMuchAsked, type, max, asked)];
};

/** Why the object does not keep within these limits. */
export const limitComplaints = (limits: readonly LimitItem[], object: KubeObject): string[] =>
  limits.flatMap((limit) =>
    object.kind === 'Pod' ? podComplaints(limit, object as Pod) : claimComplaints(limit, object),
  );
