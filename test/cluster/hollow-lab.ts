/** The lab of the referee's hollow nodes, with what the notes' labs of chapters 3 and 5 have: a fake mounter mounts any NFS server, a fake runtime runs any image. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { project } from './referee.ts';
import { copyBook, writeRefereeLab } from './referee-lab.ts';

const imagesOf = (lab: string): object[] =>
  (parse(readFileSync(join(project, `scenarios/${lab}.lab.yaml`), 'utf8')) as { spec: { images: object[] } })
    .spec.images;

/** The images of those labs that no registry has: the pull of the first fails in 3.2.10, of the other in 5.2.3. */
export const absentImages = '1\\.17\\.23|metallb/controller:v0\\.3\\.3';

/** Writes it into a folder, when the nodes are up. */
export const writeHollowLab = (folder: string): string => {
  const file = join(folder, 'hollow.lab.yaml');
  // An NFS server is where a node is.
  const [inNotes, here] = ['192.168.1.10', '127.0.1.10'];
  const volumes = ['ch3/3.4.3/nfs-pv.yaml', 'ch3/3.4.3/nfs-ip.yaml', 'ch5/5.3.1/jenkins-volume.yaml'];
  writeRefereeLab(file, {
    images: ['quay', 'nfs'].flatMap(imagesOf),
    nfs: [{ address: here, exports: ['/nfs_shared'] }],
    book: copyBook(folder, volumes, inNotes, here),
  });
  return file;
};
