/** Labs: files to Lab data with positions of mistakes, found up the tree, their mounts honoured. */
import { expect } from 'chai';
import { resolve } from 'node:path';
import { findLab, loadLab, loadScenarioFiles } from '../../src/scenario/index.ts';

const folder = 'test/scenario/fixtures/lab';
const position = { file: `${folder}/deep/mounted.yaml`, line: 1, column: 1 };

describe('labs', () => {
  it('reads a lab, with defaults', async () => {
    const { lab, problems } = await loadLab(`${folder}/lab.yaml`);
    expect(problems.map(String)).to.deep.equal([]);
    expect(lab).to.deep.include({
      name: 'small',
      kubernetes: '1.18.4',
      startTime: '2021-01-20T12:00:00Z',
      network: { services: '10.96.0.0/12', pods: '172.16.0.0/16' },
      images: [{ repository: 'nginx', tags: ['latest', '1.16.0'], behaviour: 'nginx' }],
      addons: [{ name: 'kube-proxy' }, { name: 'metallb', settings: { range: '192.168.1.11-192.168.1.19' } }],
      workstation: { home: '/root', files: { '~/book': resolve(folder, 'deep') } },
    });
    expect(lab!.nodes[0]).to.deep.equal({
      name: 'm-k8s',
      role: 'master',
      address: '192.168.1.10',
      cpu: '2',
      memory: '2Gi',
    });
    expect(lab!.nodes[1]).to.deep.include({ cpu: '500m', labels: { disk: 'ssd' } });
    expect(lab!.spareNodes).to.have.length(1);
  });

  it('tells all mistakes at their places, and gives no lab', async () => {
    const { lab, problems } = await loadLab(`${folder}/other.lab.yaml`);
    expect(lab).to.equal(undefined);
    expect(
      problems.map(({ code, position: at }) => `${at?.line}:${at?.column} ${code}`).sort(),
    ).to.deep.equal(
      [
        '6:14 bad-value',
        '8:24 unknown-word',
        '8:40 bad-value',
        '8:60 bad-value',
        '9:7 missing-key',
        '9:15 duplicate-name',
        '10:24 bad-value',
        '11:3 unknown-key',
      ].sort(),
    );
  });

  it('refuses a file that is missing, empty, of another kind or has two documents', async () => {
    const codes = async (path: string): Promise<string[]> =>
      (await loadLab(path)).problems.map(({ code }) => code);
    expect(await codes(`${folder}/nowhere.yaml`)).to.deep.equal(['missing-file']);
    expect(await codes('test/scenario/fixtures/invalid/empty.yaml')).to.deep.equal(['empty-document']);
    expect(await codes('test/scenario/fixtures/valid/everything.yaml')).to.deep.equal(['unknown-kind']);
    expect(await codes('test/scenario/fixtures/valid/two.yaml')).to.include('several-documents');
  });

  it('is the nearest up the tree, or the one named', () => {
    expect(findLab({ file: position.file, position })).to.equal(resolve(folder, 'lab.yaml'));
    const named = (name: string): string =>
      findLab({ file: position.file, position, lab: { name, position } });
    expect(named('other')).to.equal(resolve(folder, 'other.lab.yaml'));
    expect(named('../lab.yaml')).to.equal(resolve(folder, 'lab.yaml'));
    expect(() => named('nowhere')).to.throw('there is no lab "nowhere"');
    expect(() => named('./nowhere.yaml')).to.throw('does not exist');
    expect(() => findLab({ file: '/proc/x.yaml', position })).to.throw('there is no lab.yaml');
  });

  it('mounts folders for the manifests that scenarios name', async () => {
    const { problems } = await loadScenarioFiles([`${folder}/deep/mounted.yaml`]);
    expect(problems.map(({ code, position: at }) => `${at?.line} ${code}`)).to.deep.equal([
      '10 path-outside',
      '12 missing-file',
      '14 path-outside',
    ]);
  });
});
