/** What claims of storage use of a quota. @source k8s 1.20 pkg/quota/v1/evaluator/core/persistent_volume_claims.go */
import {
  isAtLeast,
  parseQuantity,
  roundUpQuantity,
  type KubeObject,
  type ResourceList,
} from '../../kube/index.ts';
import { one, type Evaluator } from './evaluator.ts';

type Claim = KubeObject & { spec: { storageClassName?: string; resources?: { requests?: ResourceList } } };

const countName = 'count/persistentvolumeclaims';
const ownNames = ['persistentvolumeclaims', 'requests.storage'];
const classSuffix = '.storageclass.storage.k8s.io/';

const classOf = ({ metadata, spec }: Claim): string =>
  metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';

export const claimEvaluator: Evaluator = {
  matches: (name) =>
    name === countName || ownNames.some((own) => name === own || name.endsWith(classSuffix + own)),

  usage(object) {
    const claim = object as Claim;
    const className = classOf(claim);
    const result = new Map([
      ['persistentvolumeclaims', one],
      [countName, one],
    ]);
    if (className !== '') result.set(`${className}${classSuffix}persistentvolumeclaims`, one);
    const request = claim.spec.resources?.requests?.['storage'];
    if (request === undefined) return result;
    const whole = roundUpQuantity(parseQuantity(request), 0);
    result.set('requests.storage', whole);
    if (className !== '') result.set(`${className}${classSuffix}requests.storage`, whole);
    return result;
  },

  countsUpdate: (_object, _old, version) => isAtLeast(version, 11),
};
