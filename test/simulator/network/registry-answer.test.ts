/** A registry of the lab's own tells what it holds. */
import { expect } from 'chai';
import { SmallCluster } from '../kubelet/small-cluster.ts';

const image = (repository: string, tags: string[]) => ({
  repository,
  tags,
  behaviour: 'answer',
  settings: { text: 'hello' },
});

const ask = (url: string): { status?: number; body?: string; error?: string } =>
  new SmallCluster({
    images: [
      image('192.168.1.10:8443/web', ['v2', 'latest']),
      image('192.168.1.10:8443/api/server', ['1']),
      image('elsewhere:5000/other', ['1']),
      { ...image('192.168.1.10:8443/unpushed', ['1']), isLocal: true },
    ],
  }).simulator.site.network.request({ url });

describe('a registry at a machine of the lab', () => {
  it('lists what was pushed to it, by name', () => {
    expect(ask('https://192.168.1.10:8443/v2/_catalog')).to.include({
      status: 200,
      body: '{"repositories":["api/server","web"]}\n',
    });
  });

  it('lists the tags of a repository', () => {
    expect(ask('https://192.168.1.10:8443/v2/web/tags/list').body).to.equal(
      '{"name":"web","tags":["v2","latest"]}\n',
    );
    const unknown = ask('https://192.168.1.10:8443/v2/wbe/tags/list');
    expect(unknown.status).to.equal(404);
    expect(unknown.body).to.contain('NAME_UNKNOWN');
  });

  it('is not where none is', () => {
    expect(ask('https://192.168.1.10:8444/v2/_catalog').error).to.equal('refused');
  });
});
