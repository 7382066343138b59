import { expect } from 'chai';
import { bareWorld, by, service, status, value } from '../bare-world.ts';

describe('service addresses', () => {
  it('gives the first address of the range to the API', () => {
    const { api } = bareWorld().world;
    expect(value(api.get('services', 'default', 'kubernetes')).spec.clusterIP).to.equal('10.96.0.1');
  });

  it('draws cluster IPs and node ports from the ranges of the lab', () => {
    const { api } = bareWorld().world;
    const made = value(api.create('services', 'default', service('np', { type: 'NodePort' }), by));
    expect(made.spec.clusterIP).to.match(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
    expect(made.spec.ports?.[0]?.nodePort).to.be.within(30000, 32767);
  });

  it('gives headless services none', () => {
    const { api } = bareWorld().world;
    expect(
      value(api.create('services', 'default', service('headless', { clusterIP: 'None' }), by)).spec.clusterIP,
    ).to.equal('None');
  });

  it('refuses a node port that is taken or out of range, and frees it with the service', () => {
    const { api } = bareWorld().world;
    const on = (name: string, nodePort: number) =>
      service(name, { type: 'NodePort', ports: [{ port: 80, nodePort }] });
    value(api.create('services', 'default', on('a', 30000), by));
    expect(status(api.create('services', 'default', on('b', 30000), by)).message).to.equal(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated',
    );
    expect(status(api.create('services', 'default', on('b', 80), by)).message).to.equal(
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
    value(api.delete('services', 'default', 'a', {}, by));
    value(api.create('services', 'default', on('b', 30000), by));
  });

  it('refuses a cluster IP that is taken', () => {
    const { api } = bareWorld().world;
    expect(
      status(api.create('services', 'default', service('b', { clusterIP: '10.96.0.1' }), by)).message,
    ).to.match(/provided IP is already allocated$/);
  });

  it('keeps its addresses through updates, and frees ports it no longer needs', () => {
    const { api } = bareWorld().world;
    const made = value(
      api.create(
        'services',
        'default',
        service('a', { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] }),
        by,
      ),
    );
    const patch = { spec: { ports: [{ port: 80, nodePort: 30002 }] } };
    const next = value(api.patch('services', 'default', 'a', 'merge-patch+json', patch, by));
    expect(next.spec.clusterIP).to.equal(made.spec.clusterIP);
    value(
      api.create(
        'services',
        'default',
        service('b', { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] }),
        by,
      ),
    );
  });
});
