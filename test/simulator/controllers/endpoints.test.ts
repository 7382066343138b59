/** Tests of the Endpoints and EndpointSlices of services. */
import { expect } from 'chai';
import type { Endpoints, EndpointSlice, EndpointSubset, Service } from '../../../src/kube/index.ts';
import { endpointsController } from '../../../src/simulator/controllers/endpoints/index.ts';
import { md5 } from '../../../src/simulator/controllers/endpoints/md5.ts';
import { repackSubsets } from '../../../src/simulator/controllers/endpoints/repack-subsets.ts';
import { endpointSliceController } from '../../../src/simulator/controllers/endpointslice/index.ts';
import { must, realCluster } from './real-cluster.ts';

const start = (version = 'v1.20.2') => {
  const cluster = realCluster({ controllers: [endpointsController, endpointSliceController], version });
  cluster.node('w1');
  const service = (name: string, spec: Partial<Service['spec']>, labels?: Record<string, string>) =>
    must(
      cluster.api.create(
        'services',
        'default',
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name, ...(labels === undefined ? {} : { labels }) },
          spec,
        },
        { user: 'test' },
      ),
    );
  const pod = (name: string, ip: string, isReady = true) => {
    cluster.pod(name, { nodeName: 'w1' }, { labels: { app: 'web' } });
    cluster.setStatus(name, ip, isReady);
  };
  const endpoints = (name: string): Endpoints => must(cluster.api.get('endpoints', 'default', name));
  const slices = (): readonly EndpointSlice[] =>
    must(cluster.api.list('endpointslices.discovery.k8s.io', { namespace: 'default' })).items;
  return { ...cluster, service, pod, endpoints, slices };
};

const summary = (subsets: readonly EndpointSubset[] | undefined): unknown =>
  (subsets ?? []).map(({ addresses, notReadyAddresses, ports }) => ({
    ready: (addresses ?? []).map(({ ip }) => ip),
    notReady: (notReadyAddresses ?? []).map(({ ip }) => ip),
    ports: (ports ?? []).map(({ name, port }) => `${name ?? ''}:${port}`),
  }));

const web = { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] };

describe('the endpoints controller', () => {
  it('tells ready from not ready addresses, sorted by address', () => {
    const { service, pod, run, endpoints } = start();
    pod('b', '172.16.0.20');
    pod('a', '172.16.0.3');
    pod('c', '172.16.0.4', false);
    service('web', web, { tier: 'front' });
    run(2000);
    expect(summary(endpoints('web').subsets)).deep.equal([
      { ready: ['172.16.0.20', '172.16.0.3'], notReady: ['172.16.0.4'], ports: [':8080'] },
    ]);
    expect(endpoints('web').metadata.labels).deep.equal({ tier: 'front' });
    expect(endpoints('web').metadata.annotations).deep.equal({
      'endpoints.kubernetes.io/last-change-trigger-time': '2021-01-20T12:00:00Z',
    });
    expect(endpoints('web').subsets?.[0]?.addresses?.[0]).deep.include({ nodeName: 'w1' });
  });

  it('follows pods that become ready and go, and comes to rest', () => {
    const { service, pod, run, endpoints, setStatus, api, time } = start();
    pod('a', '172.16.0.1', false);
    service('web', web);
    run(2000);
    setStatus('a', '172.16.0.1', true);
    run(2000);
    expect(summary(endpoints('web').subsets)).deep.equal([
      { ready: ['172.16.0.1'], notReady: [], ports: [':8080'] },
    ]);
    const before = endpoints('web').metadata.resourceVersion;
    run(60_000);
    expect(endpoints('web').metadata.resourceVersion).equal(before);
    expect(time.isAtRest).equal(true);
    must(api.delete('pods', 'default', 'a', {}, { user: 'test' }));
    run(2000);
    expect(endpoints('web').subsets).equal(undefined);
  });

  it('finds ports by name, and leaves out pods that have none of that name', () => {
    const { service, pod, run, endpoints } = start();
    pod('a', '172.16.0.1');
    service('web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] });
    run(2000);
    expect(endpoints('web').subsets).equal(undefined);
  });

  it('marks endpoints of headless services, which need no ports', () => {
    const { service, pod, run, endpoints } = start();
    pod('a', '172.16.0.1', false);
    service('web', { selector: { app: 'web' }, clusterIP: 'None', publishNotReadyAddresses: true });
    run(2000);
    expect(summary(endpoints('web').subsets)).deep.equal([
      { ready: ['172.16.0.1'], notReady: [], ports: [] },
    ]);
    expect(endpoints('web').metadata.labels).deep.equal({ 'service.kubernetes.io/headless': '' });
  });

  it('leaves services without a selector alone, and deletes what belongs to a service that has gone', () => {
    const { service, run, api } = start();
    service('manual', { ports: [{ port: 80 }] });
    service('web', web);
    run(2000);
    expect(api.get('endpoints', 'default', 'manual').ok).equal(false);
    expect(api.get('endpoints', 'default', 'web').ok).equal(true);
    must(api.delete('services', 'default', 'web', {}, { user: 'test' }));
    run(2000);
    expect(api.get('endpoints', 'default', 'web').ok).equal(false);
  });
});

describe('repackSubsets', () => {
  const [a, b] = [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }];
  const [http, https] = [
    { name: 'http', port: 80, protocol: 'TCP' },
    { name: 'https', port: 443, protocol: 'TCP' },
  ];
  it('joins ports that have the same addresses', () => {
    const packed = repackSubsets(
      [
        { addresses: [b], ports: [http] },
        { addresses: [b], ports: [https] },
      ],
      20,
    );
    expect(packed).have.length(1);
    expect(packed[0]?.ports).have.deep.members([http, https]);
  });
  it('keeps apart ports that have other addresses', () => {
    const packed = repackSubsets(
      [
        { addresses: [a, b], ports: [http] },
        { addresses: [a], ports: [https] },
      ],
      20,
    );
    expect(packed).have.length(2);
  });
  it('believes "not ready" over "ready"', () => {
    const packed = repackSubsets(
      [
        { addresses: [a], ports: [http] },
        { notReadyAddresses: [a], ports: [http] },
      ],
      20,
    );
    expect(packed).deep.equal([{ notReadyAddresses: [a], ports: [http] }]);
  });
  it('does not depend on the order of what it is given', () => {
    const parts: EndpointSubset[] = [
      { addresses: [a], ports: [http] },
      { addresses: [b], ports: [https] },
      { addresses: [a, b], ports: [{ name: 'x', port: 1, protocol: 'TCP' }] },
    ];
    expect(repackSubsets([...parts].reverse(), 20)).deep.equal(repackSubsets(parts, 20));
  });
  it('hashes as RFC 1321 says', () => {
    expect(md5('')).equal('d41d8cd98f00b204e9800998ecf8427e');
    expect(md5('message digest')).equal('f96b697d7cb7938d525a2f31aaf161d0');
    expect(md5('é'.repeat(40))).equal('639258863c18c505cc2183a5e4b63394');
  });
});

describe('the endpoint slice controller', () => {
  it('makes an empty slice, and fills that very slice', () => {
    const { service, pod, run, slices } = start();
    service('web', web);
    run(2000);
    const [empty] = slices();
    expect(empty).deep.include({ addressType: 'IPv4' });
    expect(empty?.endpoints ?? []).deep.equal([]);
    expect(empty?.metadata.name).match(/^web-[a-z0-9]{5}$/);
    expect(empty?.metadata.labels).deep.equal({
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    pod('a', '172.16.0.1');
    run(2000);
    expect(slices()).have.length(1);
    expect(slices()[0]?.metadata.name).equal(empty?.metadata.name);
    const endpoint = slices()[0]?.endpoints[0];
    expect(endpoint?.addresses).deep.equal(['172.16.0.1']);
    expect(endpoint?.conditions).deep.equal({ ready: true });
    expect(endpoint?.topology).deep.equal({ 'kubernetes.io/hostname': 'w1' });
    expect(slices()[0]?.ports).deep.equal([{ name: '', protocol: 'TCP', port: 8080 }]);
  });

  it('splits at a hundred endpoints', () => {
    const { service, pod, run, slices } = start();
    for (let index = 0; index < 150; index++) pod(`p${index}`, `172.16.1.${index}`);
    service('web', web);
    run(5000);
    expect(
      slices()
        .map(({ endpoints }) => endpoints.length)
        .sort(),
    ).deep.equal([100, 50].sort());
  });

  it('speaks v1 since 1.21', () => {
    const { service, pod, run, slices } = start('v1.22.0');
    pod('a', '172.16.0.1');
    service('web', web);
    run(2000);
    const endpoint = slices()[0]?.endpoints[0];
    expect(endpoint).deep.include({
      nodeName: 'w1',
      conditions: { ready: true, serving: true, terminating: false },
    });
    expect(endpoint?.topology).equal(undefined);
  });

  it('does not write again what is as it should be', () => {
    const { service, pod, run, slices, setStatus } = start();
    pod('a', '172.16.0.1');
    service('web', web);
    run(2000);
    const before = slices()[0]?.metadata.resourceVersion;
    setStatus('a', '172.16.0.1', true);
    run(20_000);
    expect(slices()[0]?.metadata.resourceVersion).equal(before);
  });

  const triggerTime = 'endpoints.kubernetes.io/last-change-trigger-time';

  it('replaces a placeholder at every look before 1.25, so that it loses when it was triggered', () => {
    for (const [version, isLost] of [
      ['v1.20.2', true],
      ['v1.24.0', true],
      ['v1.25.0', false],
    ] as const) {
      const { api, service, run, slices } = start(version);
      service('web', web);
      run(100);
      const [first] = slices();
      expect(first?.metadata.annotations, version).have.property(triggerTime);
      const sessionAffinity = { spec: { sessionAffinity: 'ClientIP' } };
      must(api.patch('services', 'default', 'web', 'merge-patch+json', sessionAffinity, { user: 'test' }));
      run(100);
      const [second, ...others] = slices();
      expect(others).deep.equal([]);
      expect(second?.metadata.uid).equal(first?.metadata.uid);
      expect(second?.metadata.annotations?.[triggerTime] === undefined, version).equal(isLost);
    }
  });

  it('now and then takes its own placeholder for a stranger, a second later', () => {
    const { service, run, slices } = start();
    for (let number = 0; number < 40; number++) {
      service(`web-${number}`, web);
    }
    const withTime = (): number =>
      slices().filter(({ metadata: { annotations } }) => annotations?.[triggerTime] !== undefined).length;
    run(900);
    expect(withTime()).equal(40);
    run(4000);
    expect(withTime()).greaterThan(10).and.lessThan(30);
  });

  it('makes slices of its own when those of an earlier service of the name are still there', () => {
    const { api, service, pod, run, slices, setStatus } = start();
    service('web', web);
    pod('a', '10.0.0.1');
    run(2000);
    const [old] = slices();
    must(api.delete('services', 'default', 'web', {}, { user: 'test' }));
    service('web', web);
    run(2000);
    expect(slices()).have.length(1);
    expect(slices()[0]?.metadata.name).not.equal(old?.metadata.name);
    setStatus('a', '10.0.0.1', false);
    run(2000);
    expect(slices()[0]?.endpoints[0]?.conditions?.ready).equal(false);
  });
});
