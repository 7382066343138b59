/** Every group, version, resource, verb, short name, category and subresource, as real clusters tell them. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createSimulator } from '../../../src/simulator/index.ts';
import { apiGroups } from '../../../src/simulator/http/discovery/index.ts';
import { testLab } from '../bare-world.ts';

interface Facts {
  groups: Record<string, string[]>;
  rows: { minors: number[]; groupVersion: string; resource: { name: string } & Record<string, unknown> }[];
}

const facts = JSON.parse(readFileSync(new URL('discovery-facts.json', import.meta.url), 'utf8')) as Facts;

/** Of groups that add-ons bring. */
const isAddOn = (groupVersion: string): boolean => groupVersion.startsWith('metrics.k8s.io/');

describe('REST: discovery against real clusters', () => {
  for (const minor of Object.keys(facts.groups)) {
    it(`tells of 1.${minor} what a real one tells`, () => {
      const groups = apiGroups(createSimulator({ lab: testLab({ kubernetes: `1.${minor}.0` }) }));
      const told = groups
        .filter(({ name }) => name !== '' && !isAddOn(`${name}/`))
        .map(({ name, versions }) => `${name}: ${versions.map(({ version }) => version).join(' ')}`);
      expect(told).to.deep.equal(facts.groups[minor]);
      const ours = new Map<string, unknown>();
      for (const { name, versions } of groups) {
        for (const { version, resources } of versions) {
          const groupVersion = name === '' ? version : `${name}/${version}`;
          if (isAddOn(groupVersion)) continue;
          for (const resource of resources) ours.set(`${groupVersion} ${resource.name}`, resource);
        }
      }
      const real = new Map<string, unknown>();
      for (const { minors, groupVersion, resource } of facts.rows)
        if (minors.includes(Number(minor))) real.set(`${groupVersion} ${resource.name}`, resource);
      expect([...ours.keys()].sort()).to.deep.equal([...real.keys()].sort());
      for (const [key, resource] of real) expect(ours.get(key), key).to.deep.equal(resource);
    });
  }
});
