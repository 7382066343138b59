/** Which options of lists and watches go together. @source k8s 1.36 apimachinery/pkg/apis/meta/internalversion/validation/validation.go ValidateListOptions */
import { invalid, isAtLeast, type KubernetesVersion, type Status } from '../../kube/index.ts';

interface Cause {
  reason: string;
  field: string;
  message: string;
}

const forbidden = (field: string, why: string): Cause => ({
  reason: 'FieldValueForbidden',
  field,
  message: `Forbidden: ${why}`,
});

const match = 'resourceVersionMatch';

const unsupportedMatch = (value: string, supported: readonly string[]): Cause => ({
  reason: 'FieldValueNotSupported',
  field: match,
  message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`,
});

/** Streaming lists came with 1.27, and were on by default in 1.32 and again from 1.34 on. */
export const hasStreamingLists = (version: KubernetesVersion): boolean =>
  isAtLeast(version, 34) || (isAtLeast(version, 32) && !isAtLeast(version, 33));

const watchCauses = (query: URLSearchParams, version: KubernetesVersion): Cause[] => {
  const wanted = query.get(match) ?? '';
  if (!isAtLeast(version, 27))
    return wanted === '' ? [] : [forbidden(match, 'resourceVersionMatch is forbidden for watch')];
  const causes: Cause[] = [];
  const asksInitial = query.has('sendInitialEvents');
  if (asksInitial) {
    if (wanted !== 'NotOlderThan')
      causes.push(
        forbidden(match, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
      );
    if (!hasStreamingLists(version))
      causes.push(
        forbidden(
          'sendInitialEvents',
          'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
        ),
      );
  }
  if (wanted === '') return causes;
  if (!asksInitial)
    causes.push(
      forbidden(match, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
    );
  if (wanted !== 'NotOlderThan') causes.push(unsupportedMatch(wanted, ['NotOlderThan']));
  if ((query.get('continue') ?? '') !== '')
    causes.push(forbidden(match, 'resourceVersionMatch is forbidden when continue is provided'));
  return causes;
};

const listCauses = (query: URLSearchParams, version: KubernetesVersion): Cause[] => {
  const causes: Cause[] = [];
  const wanted = query.get(match) ?? '';
  const resourceVersion = query.get('resourceVersion') ?? '';
  if (wanted !== '') {
    if (resourceVersion === '')
      causes.push(forbidden(match, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if ((query.get('continue') ?? '') !== '')
      causes.push(forbidden(match, 'resourceVersionMatch is forbidden when continue is provided'));
    if (wanted !== 'Exact' && wanted !== 'NotOlderThan')
      causes.push(unsupportedMatch(wanted, ['Exact', 'NotOlderThan', '']));
    if (wanted === 'Exact' && resourceVersion === '0')
      causes.push(forbidden(match, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (isAtLeast(version, 27) && query.has('sendInitialEvents'))
    causes.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return causes;
};

/** The refusal of options that do not go together. Informers take it as the word to list first and watch then. */
export const refuseListOptions = (
  query: URLSearchParams,
  isWatch: boolean,
  version: KubernetesVersion,
): Status | undefined => {
  // Until 1.19 nobody knew such options.
  if (!isAtLeast(version, 19)) return undefined;
  const causes = isWatch ? watchCauses(query, version) : listCauses(query, version);
  return causes.length === 0 ? undefined : invalid('meta.k8s.io', 'ListOptions', '', causes);
};
