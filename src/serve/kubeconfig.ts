/** The kubeconfig that leads to the served cluster. */

export interface KubeconfigParts {
  /** "https://127.0.0.1:6443" */
  server: string;
  /** PEM. */
  certificate: string;
  token: string;
}

/** Names as kubeadm gives them. */
export const kubeconfigText = ({ server, certificate, token }: KubeconfigParts): string => {
  const authority = Buffer.from(certificate).toString('base64');
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${authority}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    token: ${token}
`;
};
