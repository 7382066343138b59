/** Manifests for the tests of commands that change objects. */
export const deploymentYaml = (name: string, replicas = 3): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, labels: {app: ${name}}}\n` +
  `spec: {replicas: ${replicas}, selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, ` +
  `spec: {containers: [{name: nginx, image: "nginx:1.19"}]}}}\n`;

export const podYaml = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: nginx}]}\n`;
