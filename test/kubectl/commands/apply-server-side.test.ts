import { expect } from 'chai';
import { kubectlOnSimulator } from '../kubectl-on-simulator.ts';

describe('kubectl apply --server-side', () => {
  const tiers = (tier: string): Record<string, string> => ({
    '/root/map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {tier: ${tier}, only: mine}\n`,
    '/root/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {tier: other}\n',
    '/root/less.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {tier: other}\n`,
  });

  it('applies, tells of conflicts, takes fields by force, and removes what is no longer applied', async () => {
    const kubectl = kubectlOnSimulator(tiers('gold'));
    const applied = 'configmap/conf serverside-applied\n';
    expect(await kubectl.out('apply --server-side -f map.yaml')).to.equal(applied);
    const refused = await kubectl.run('apply --server-side --field-manager=me -f other.yaml');
    expect(refused.exitCode).to.equal(1);
    expect(refused.stderr).to.equal(
      [
        'error: Apply failed with 1 conflict: conflict with "kubectl": .data.tier',
        'Please review the fields above--they currently have other managers. Here',
        'are the ways you can resolve this warning:',
        '* If you intend to manage all of these fields, please re-run the apply',
        '  command with the `--force-conflicts` flag.',
        '* If you do not intend to manage all of the fields, please edit your',
        '  manifest to remove references to the fields that should keep their',
        '  current managers.',
        '* You may co-own fields by updating your manifest to match the existing',
        "  value; in this case, you'll become the manager if the other manager(s)",
        '  stop managing the field (remove it from their configuration).',
        'See http://k8s.io/docs/reference/using-api/api-concepts/#conflicts\n',
      ].join('\n'),
    );
    const forced = 'apply --server-side --force-conflicts --field-manager=me -f other.yaml';
    expect(await kubectl.out(forced)).to.equal(applied);
    expect(await kubectl.out('apply --server-side -f less.yaml')).to.equal(applied);
    expect(await kubectl.out('get cm conf -o jsonpath={.data}')).to.equal('{"tier":"other"}');
    expect(await kubectl.out('get cm conf -o yaml')).to.include('managedFields:');
  });

  it('says which flags do not go together', async () => {
    const kubectl = kubectlOnSimulator(tiers('gold'));
    const complaint = async (flags: string): Promise<string> =>
      (await kubectl.run(`apply -f map.yaml ${flags}`)).stderr;
    expect(await complaint('--force-conflicts')).to.equal(
      'error: --force-conflicts only works with --server-side\n',
    );
    expect(await complaint('--server-side --dry-run=client')).to.equal(
      "error: --dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)\n",
    );
    expect(await complaint('--server-side --force')).to.equal(
      'error: --force cannot be used with --server-side\n',
    );
  });
});
