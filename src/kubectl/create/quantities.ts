/** "cpu=100m,memory=64Mi" as a resource list. */
import { ValueError, formatQuantity, parseQuantity } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';

/** Undefined for an empty text. @source k8s 1.20 kubectl/pkg/generate/generate.go populateResourceListV1 */
export const quantitiesOf = (text: string): Record<string, string> | undefined => {
  if (text === '') return undefined;
  const list: Record<string, string> = {};
  for (const statement of text.split(',')) {
    const parts = statement.split('=');
    const [name = '', value = ''] = parts;
    if (parts.length !== 2)
      throw new KubectlError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    try {
      list[name] = formatQuantity(parseQuantity(value));
    } catch (caught) {
      if (caught instanceof ValueError) throw new KubectlError(caught.message);
      throw caught;
    }
  }
  return list;
};
