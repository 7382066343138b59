/** /healthz, /livez and /readyz: the simulated cluster is always well. @source k8s 1.20 apiserver/pkg/server/healthz/healthz.go */
import { answerNoPage, answerText, type ApiRequest, type ApiResponse } from './exchange.ts';

const hooks = [
  'poststarthook/start-kube-apiserver-admission-initializer',
  'poststarthook/generic-apiserver-start-informers',
  'poststarthook/start-apiextensions-informers',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/bootstrap-controller',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/start-cluster-authentication-info-controller',
  'poststarthook/start-kube-aggregator-informers',
  'poststarthook/apiservice-registration-controller',
  'poststarthook/apiservice-status-available-controller',
  'poststarthook/kube-apiserver-autoregistration',
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
];

const checksOf = (endpoint: string): string[] => [
  'ping',
  'log',
  'etcd',
  ...(endpoint === 'readyz' ? ['informer-sync'] : []),
  ...hooks,
  ...(endpoint === 'readyz' ? ['shutdown'] : []),
];

export const answerHealth = ({ path, query }: ApiRequest): ApiResponse => {
  const [, endpoint = '', ...rest] = path.split('/');
  const check = rest.join('/');
  const checks = checksOf(endpoint);
  if (check !== '') return checks.includes(check) ? answerText(200, 'ok') : answerNoPage();
  const excluded = new Set(query.getAll('exclude'));
  if (!query.has('verbose')) return answerText(200, 'ok');
  const lines = checks.map((name) => (excluded.has(name) ? `[+]${name} excluded: ok\n` : `[+]${name} ok\n`));
  return answerText(200, `${lines.join('')}${endpoint} check passed\n`);
};
