/** The null creation time of templates. */
import { expect } from 'chai';
import { bareWorld, by, value } from '../bare-world.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
};

describe('empty times', () => {
  it('stand in templates', () => {
    const { api } = bareWorld().world;
    const stored = value(
      api.create('deployments.apps', 'default', deployment, by),
    ) as unknown as typeof deployment;
    expect(stored.spec.template.metadata).to.deep.equal({ creationTimestamp: null, labels: { app: 'web' } });
  });
});
