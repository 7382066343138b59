/** Discovery: which groups, versions and resources the API has. */
import { answerJson, type ApiRequest, type WholeResponse } from '../exchange.ts';
import type { RestHost } from '../rest-host.ts';
import { aggregatedDiscovery, aggregatedVersion } from './aggregated.ts';
import { apiGroups, type ApiGroup } from './api-groups.ts';

export { apiGroups, type ApiGroup } from './api-groups.ts';
export { orderedResources } from './ordered-resources.ts';
export { allowsMethod } from './discovered-resource.ts';

const legacyGroup = ({ name, versions }: ApiGroup) => {
  const told = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: told, preferredVersion: told[0] };
};

const rootPaths = ['/api', '/apis', '/healthz', '/livez', '/metrics', '/openapi/v2', '/readyz', '/version'];

const inForm = (form: string, groups: readonly ApiGroup[]): WholeResponse => {
  const response = answerJson(200, aggregatedDiscovery(groups, form));
  response.headers['content-type'] =
    `application/json;g=apidiscovery.k8s.io;v=${form};as=APIGroupDiscoveryList`;
  response.headers['vary'] = 'Accept';
  return response;
};

/** Undefined when the path is none of discovery's. */
export const answerDiscovery = (host: RestHost, { path, headers }: ApiRequest): WholeResponse | undefined => {
  const { simulator } = host;
  const parts = path.replace(/^\/|\/$/g, '').split('/');
  const [root, first, second, ...more] = parts;
  if (path === '/') {
    const groups = apiGroups(simulator).filter(({ name }) => name !== '');
    const paths = groups.flatMap(({ name, versions }) => [
      `/apis/${name}`,
      ...versions.map(({ version }) => `/apis/${name}/${version}`),
    ]);
    return answerJson(200, { paths: [...rootPaths, '/api/v1', ...paths].sort() });
  }
  if ((root !== 'api' && root !== 'apis') || more.length > 0) return undefined;
  if (first === undefined) {
    const form = aggregatedVersion(headers['accept'], simulator.version);
    const groups = apiGroups(simulator).filter(({ name }) => (name === '') === (root === 'api'));
    if (form !== undefined) return inForm(form, groups);
    if (root === 'apis')
      return answerJson(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(legacyGroup) });
    return answerJson(200, {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
    });
  }
  const groupName = root === 'api' ? '' : first;
  const versionName = root === 'api' ? first : second;
  if (root === 'api' && second !== undefined) return undefined;
  const group = apiGroups(simulator).find(({ name }) => name === groupName);
  if (group === undefined) return undefined;
  if (versionName === undefined)
    return answerJson(200, { kind: 'APIGroup', apiVersion: 'v1', ...legacyGroup(group) });
  const version = group.versions.find((one) => one.version === versionName);
  if (version === undefined) return undefined;
  return answerJson(200, {
    kind: 'APIResourceList',
    ...(groupName === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: groupName === '' ? versionName : `${groupName}/${versionName}`,
    resources: version.resources,
  });
};
