/** Which manifests are of kinds and versions that some Kubernetes serves. */
import { expect } from 'chai';
import { Problems, readYaml } from '../../src/document/index.ts';
import { checkObject } from '../../src/scenario/checks/check-manifests.ts';

const codes = (apiVersion: string, kind: string): string[] => {
  const problems = new Problems();
  const [node] = readYaml('m.yaml', `apiVersion: ${apiVersion}\nkind: ${kind}\n`, problems);
  checkObject(node!, problems);
  return problems.list.map(({ code, hint }) => `${code}: ${hint ?? ''}`);
};

describe('manifests', () => {
  for (const [apiVersion, kind] of [
    ['v1', 'Pod'],
    ['v1', 'List'],
    ['apps/v1', 'Deployment'],
    ['policy/v1beta1', 'PodSecurityPolicy'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
    ['extensions/v1beta1', 'Ingress'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
    ['apiregistration.k8s.io/v1', 'APIService'],
    ['metallb.io/v1beta1', 'IPAddressPool'],
  ] as const) {
    it(`${apiVersion} ${kind} is known, or a custom resource`, () =>
      expect(codes(apiVersion, kind)).to.deep.equal([]));
  }

  for (const [apiVersion, kind, problem] of [
    ['v2', 'Pod', 'unknown-api-version: known: v1'],
    ['app/v1', 'Deployment', 'unknown-api-version: did you mean "apps/v1"?'],
    ['v1', 'Deployment', 'unknown-api-version: write apiVersion: apps/v1'],
    ['apps/v1', 'Pod', 'unknown-api-version: write apiVersion: v1'],
    ['apps/v1', 'Deploymnt', 'unknown-manifest-kind: did you mean "Deployment"?'],
    ['extensions/v1beta1', 'Deployment', 'unknown-api-version: '],
  ] as const) {
    it(`${apiVersion} ${kind} is not`, () => expect(codes(apiVersion, kind)).to.deep.equal([problem]));
  }
});
