/** Pod security policies as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, definePrinter, nameColumn } from './printer.ts';

interface PodSecurityPolicy extends KubeObject {
  spec: {
    privileged?: boolean;
    allowedCapabilities?: string[];
    seLinux?: { rule?: string };
    runAsUser?: { rule?: string };
    fsGroup?: { rule?: string };
    supplementalGroups?: { rule?: string };
    readOnlyRootFilesystem?: boolean;
    volumes?: string[];
  };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go printPodSecurityPolicy @until k8s 1.24 */
export const podSecurityPolicy = definePrinter<PodSecurityPolicy>({
  group: 'policy',
  kind: 'PodSecurityPolicy',
  columns: [
    nameColumn,
    column('Priv'),
    column('Caps'),
    column('SELinux'),
    column('RunAsUser'),
    column('FsGroup'),
    column('SupGroup'),
    column('ReadOnlyRootFs'),
    column('Volumes'),
  ],
  cells: ({ metadata, spec }) => [
    metadata.name,
    String(spec.privileged ?? false),
    (spec.allowedCapabilities ?? []).join(','),
    spec.seLinux?.rule ?? '',
    spec.runAsUser?.rule ?? '',
    spec.fsGroup?.rule ?? '',
    spec.supplementalGroups?.rule ?? '',
    String(spec.readOnlyRootFilesystem ?? false),
    (spec.volumes ?? []).join(','),
  ],
});
