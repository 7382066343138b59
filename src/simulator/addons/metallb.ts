/** MetalLB 0.8: a controller that gives addresses to LoadBalancer services, and a speaker on every node. */
import { daemonSet, defineAddon, deployment, serviceAccount, textSetting } from './addon.ts';

const namespace = 'metallb-system';

export const metallb = defineAddon({
  name: 'metallb',
  summary: 'addresses for LoadBalancer services; settings: pool ("192.168.1.11-192.168.1.13"), version',
  objects(context) {
    const version = textSetting(context, 'version', 'v0.8.2');
    const pool = textSetting(context, 'pool', '192.168.1.11-192.168.1.13');
    const component = (name: string): Record<string, string> => ({ app: 'metallb', component: name });
    return [
      {
        resource: 'namespaces',
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: namespace, labels: { app: 'metallb' } },
        },
      },
      serviceAccount(namespace, 'controller'),
      serviceAccount(namespace, 'speaker'),
      {
        resource: 'configmaps',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'config', namespace },
          data: {
            config: `address-pools:\n- name: nginx-ip-range\n  protocol: layer2\n  addresses:\n  - ${pool}\n`,
          },
        },
      },
      deployment({
        namespace,
        name: 'controller',
        labels: component('controller'),
        spec: {
          containers: [
            {
              name: 'controller',
              image: `metallb/controller:${version}`,
              args: ['--port=7472', '--config=config'],
              ports: [{ name: 'monitoring', containerPort: 7472 }],
              resources: { limits: { cpu: '100m', memory: '100Mi' } },
            },
          ],
          nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
          serviceAccountName: 'controller',
          terminationGracePeriodSeconds: 0,
        },
      }),
      daemonSet({
        namespace,
        name: 'speaker',
        labels: component('speaker'),
        spec: {
          containers: [
            {
              name: 'speaker',
              image: `metallb/speaker:${version}`,
              args: ['--port=7472', '--config=config'],
              ports: [{ name: 'monitoring', containerPort: 7472, hostPort: 7472 }],
              resources: { limits: { cpu: '100m', memory: '100Mi' } },
            },
          ],
          hostNetwork: true,
          nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
          serviceAccountName: 'speaker',
          terminationGracePeriodSeconds: 0,
          tolerations: [
            { effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' },
            { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
          ],
        },
      }),
    ];
  },
});
