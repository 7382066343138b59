/** Quantities as the API writes them back: "0.1Gi" comes back as "107374182400m", in container resources rounded up to millis. */
import { formatQuantity, parseQuantity, roundUpQuantity } from '../../quantity.ts';

const cacheLimit = 10_000;
const canonical = new Map<string, string>();
const rounded = new Map<string, string>();

const remember = (cache: Map<string, string>, text: string, result: string): string => {
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, result);
  return result;
};

/**
 * The canonical text of a quantity; remembered by text.
 * @throws ValueError with upstream's text when it is not a quantity
 * @source k8s 1.20 apimachinery/pkg/api/resource/quantity.go UnmarshalJSON, MarshalJSON
 */
export const canonicalQuantity = (value: unknown): unknown => {
  if (value === null || value === undefined || value === '') return '0';
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return canonical.get(text) ?? remember(canonical, text, formatQuantity(parseQuantity(text)));
};

/** A canonical quantity rounded up to whole millis. @source k8s 1.20 pkg/apis/core/v1/defaults.go SetDefaults_ResourceList */
export const roundedToMillis = (text: string): string => {
  const known = rounded.get(text);
  if (known !== undefined) return known;
  const quantity = parseQuantity(text);
  return remember(rounded, text, quantity.scale >= -3 ? text : formatQuantity(roundUpQuantity(quantity, -3)));
};
