/** Resource quotas and limit ranges on the whole simulated cluster. */
import { expect } from 'chai';
import type { KubeObject, Pod } from '../../../src/kube/index.ts';
import { createSimulator, type Simulator } from '../../../src/simulator/index.ts';
import { by, status, testLab, value } from '../bare-world.ts';

type Quota = KubeObject & { status?: { hard?: object; used?: object } };
type Resources = { requests?: Record<string, string>; limits?: Record<string, string> };

const settle = (simulator: Simulator, ms = 3000): void => simulator.runUntil(simulator.nowMs() + ms);

const started = (kubernetes = '1.20.2'): Simulator => {
  const simulator = createSimulator({ lab: testLab({ kubernetes }) });
  settle(simulator, 10_000);
  return simulator;
};

const pod = (name: string, resources?: Resources, spec: object = {}): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx', ...(resources && { resources }) }], ...spec },
});

const make = ({ api }: Simulator, resource: string, object: object) =>
  api.create(resource, 'default', object, by);

const withQuota = (hard: object, spec: object = {}, kubernetes?: string): Simulator => {
  const simulator = started(kubernetes);
  value(make(simulator, 'resourcequotas', { metadata: { name: 'compute' }, spec: { hard, ...spec } }));
  settle(simulator);
  return simulator;
};

const usedIn = ({ api }: Simulator): object | undefined =>
  (value(api.get('resourcequotas', 'default', 'compute')) as Quota).status?.used;

const withLimits = (...limits: object[]): Simulator => {
  const simulator = started();
  value(make(simulator, 'limitranges', { metadata: { name: 'range' }, spec: { limits } }));
  return simulator;
};

const whyNot = (simulator: Simulator, object: object, resource = 'pods'): string =>
  status(make(simulator, resource, object)).message ?? '';

describe('ResourceQuota', () => {
  it('counts at once, and refuses what there is no room for', () => {
    const simulator = withQuota({ 'requests.cpu': '1', pods: '2' });
    expect(usedIn(simulator)).to.deep.equal({ pods: '0', 'requests.cpu': '0' });
    value(make(simulator, 'pods', pod('a', { requests: { cpu: '500m' } })));
    expect(usedIn(simulator)).to.deep.equal({ pods: '1', 'requests.cpu': '500m' });
    expect(whyNot(simulator, pod('b', { requests: { cpu: '600m' } }))).to.equal(
      'pods "b" is forbidden: exceeded quota: compute, requested: requests.cpu=600m, used: requests.cpu=500m, limited: requests.cpu=1',
    );
    expect(usedIn(simulator)).to.deep.equal({ pods: '1', 'requests.cpu': '500m' });
  });

  it('has room again when a pod has gone', () => {
    const simulator = withQuota({ pods: '1' });
    value(make(simulator, 'pods', pod('a')));
    settle(simulator, 20_000);
    value(simulator.api.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 }, by));
    settle(simulator);
    expect(usedIn(simulator)).to.deep.equal({ pods: '0' });
  });

  it('wants every container to say what it counts', () => {
    expect(whyNot(withQuota({ 'limits.cpu': '1', 'requests.memory': '1Gi' }), pod('a'))).to.equal(
      'pods "a" is forbidden: failed quota: compute: must specify limits.cpu,requests.memory',
    );
  });

  it('names the containers since 1.24', () => {
    const simulator = withQuota({ 'limits.cpu': '1', 'requests.memory': '1Gi' }, {}, '1.24.0');
    expect(whyNot(simulator, pod('a'))).to.equal(
      'pods "a" is forbidden: failed quota: compute: must specify limits.cpu for: c; requests.memory for: c',
    );
  });

  it('leaves a dry run uncounted', () => {
    const simulator = withQuota({ pods: '1' });
    value(simulator.api.create('pods', 'default', pod('a'), { ...by, dryRun: true }));
    expect(usedIn(simulator)).to.deep.equal({ pods: '0' });
  });

  it('counts only what is in its scopes', () => {
    const simulator = withQuota({ pods: '0' }, { scopes: ['BestEffort'] });
    expect(whyNot(simulator, pod('a'))).to.match(/exceeded quota: compute, requested: pods=1, used: pods=0/);
    value(make(simulator, 'pods', pod('a', { requests: { cpu: '1m' } })));
    const terminating = withQuota({ pods: '0' }, { scopes: ['Terminating'] });
    value(make(terminating, 'pods', pod('a')));
    expect(whyNot(terminating, pod('b', undefined, { activeDeadlineSeconds: 5 }))).to.match(/exceeded quota/);
  });

  it('counts objects of any kind, and the ports of services', () => {
    const simulator = withQuota({
      'count/deployments.apps': '0',
      configmaps: '9',
      'services.nodeports': '1',
    });
    const labels = { app: 'a' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const deployment = { metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } };
    expect(whyNot(simulator, deployment, 'deployments.apps')).to.equal(
      'deployments.apps "web" is forbidden: exceeded quota: compute, requested: count/deployments.apps=1, used: count/deployments.apps=0, limited: count/deployments.apps=0',
    );
    const ports = [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ];
    expect(
      whyNot(simulator, { metadata: { name: 's' }, spec: { type: 'NodePort', ports } }, 'services'),
    ).to.match(/requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1$/);
  });

  it('keeps a ReplicaSet at what the quota allows, and says so', () => {
    const simulator = withQuota({ pods: '2' });
    const labels = { app: 'a' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 3, selector: { matchLabels: labels }, template };
    value(make(simulator, 'replicasets.apps', { metadata: { name: 'web' }, spec }));
    settle(simulator, 10_000);
    const events = value(simulator.api.list('events', { namespace: 'default' })).items;
    const failure = events.find(({ reason }) => reason === 'FailedCreate');
    expect(failure?.message).to.match(
      /^Error creating: pods "web-\w{5}" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2$/,
    );
    expect(value(simulator.api.list('pods', { namespace: 'default' })).items).to.have.length(2);
  });
});

describe('LimitRanger', () => {
  it('says what a container does not say, and notes it', () => {
    const simulator = withLimits({
      type: 'Container',
      default: { memory: '512Mi' },
      defaultRequest: { memory: '256Mi', cpu: '100m' },
    });
    const made = value(make(simulator, 'pods', pod('a'))) as Pod;
    expect(made.spec.containers[0]?.resources).to.deep.equal({
      limits: { memory: '512Mi' },
      requests: { memory: '256Mi', cpu: '100m' },
    });
    expect(made.metadata.annotations).to.deep.equal({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; memory limit for container c',
    });
  });

  it('notes it on every pod of a template', () => {
    const simulator = withLimits({ type: 'Container', defaultRequest: { cpu: '100m' } });
    const labels = { app: 'a' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 2, selector: { matchLabels: labels }, template };
    value(make(simulator, 'replicasets.apps', { metadata: { name: 'web' }, spec }));
    settle(simulator);
    const pods = value(simulator.api.list('pods', { namespace: 'default' })).items;
    expect(pods.map(({ metadata }) => metadata.annotations?.['kubernetes.io/limit-ranger'])).to.deep.equal(
      Array<string>(2).fill('LimitRanger plugin set: cpu request for container c'),
    );
  });

  it('refuses what is beyond the limits, all reasons at once', () => {
    const simulator = withLimits({ type: 'Container', max: { cpu: '800m' }, min: { cpu: '200m' } });
    expect(whyNot(simulator, pod('a', { requests: { cpu: '100m' }, limits: { cpu: '1500m' } }))).to.equal(
      'pods "a" is forbidden: [minimum cpu usage per Container is 200m, but request is 100m, maximum cpu usage per Container is 800m, but limit is 1500m]',
    );
  });

  it('sums the containers of a pod, and holds ratios and claims to their limits', () => {
    expect(whyNot(withLimits({ type: 'Pod', max: { memory: '1Gi' } }), pod('a'))).to.equal(
      'pods "a" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified',
    );
    const ratio = withLimits({ type: 'Container', maxLimitRequestRatio: { memory: '2' } });
    const wide = pod('a', { requests: { memory: '100Mi' }, limits: { memory: '300Mi' } });
    expect(whyNot(ratio, wide)).to.equal(
      'pods "a" is forbidden: memory max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    );
    const claims = withLimits({ type: 'PersistentVolumeClaim', max: { storage: '2Gi' } });
    const resources = { requests: { storage: '3Gi' } };
    const claim = { metadata: { name: 'p' }, spec: { accessModes: ['ReadWriteOnce'], resources } };
    expect(whyNot(claims, claim, 'persistentvolumeclaims')).to.equal(
      'persistentvolumeclaims "p" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
    );
  });
});
