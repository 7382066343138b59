/** The images of the notes, as far as busybox can stand for them: what a registry of ours hands out to the real nodes. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { nginxWelcomePage } from '../../src/simulator/images/pages.ts';

/** Anything a registry keeps, named by what it holds. */
export interface Blob {
  digest: string;
  content: Buffer;
}

export interface Image {
  manifest: Blob;
  blobs: Blob[];
}

interface Recipe {
  /** Path in the image → file of test/cluster/images. */
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  command: readonly string[];
}

const blobOf = (content: Buffer): Blob => ({
  digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  content,
});

/** A web server whose every answer is the page, in which {hostname}, {address}, {client} and {method} are filled in. */
const serverOf = (page: string, env: Readonly<Record<string, string>> = {}): Recipe => ({
  files: { 'bin/serve': 'serve.sh', 'bin/bash': 'bash.sh', 'page/cgi-bin/index.cgi': 'page.sh' },
  env: { PORT: '80', PAGE: page, ...env },
  command: ['serve'],
});

const nginx = (version: string): Recipe => serverOf(nginxWelcomePage, { SERVER: `nginx/${version}` });
const echo = (page: string): Recipe => serverOf(page, { SERVER: 'nginx/1.15.12' });

/** What a built image on one machine and the registry of one's own hold. */
export const multistage = 'multistage-img:latest';

/** "repository:tag" as a registry knows it. */
const recipes: Readonly<Record<string, Recipe>> = {
  'library/busybox:latest': { command: ['sh'] },
  'library/nginx:latest': nginx('1.19.6'),
  'library/nginx:1.15.12': nginx('1.15.12'),
  'library/nginx:1.16.0': nginx('1.16.0'),
  'sysnet4admin/echo-hname:latest': echo('{hostname}\n'),
  'sysnet4admin/echo-ip:latest': echo('request_method : {method} | ip_dest: {address}\n'),
  'kyc8909/kubia:latest': serverOf("You've hit {hostname}\n", { PORT: '8080' }),
  [multistage]: serverOf('src: {client} / dest: {address}\n'),
};

/** The repositories of the notes for which there is an image. */
export const standIns: readonly string[] = Object.keys(recipes).map((name) =>
  name.replace(/^library\//, '').replace(/:.*$/, ''),
);

/** About as big as each is, unpacked. */
export const imageBytes = 4_000_000;

/** The root file system of the busybox that `docker save` wrote into `archive`, and the platform it is for. */
const readBusybox = (archive: string): { layers: Buffer[]; architecture: string } => {
  const read = (file: string): Buffer =>
    execFileSync('tar', ['-xOf', archive, file], { maxBuffer: 100_000_000 });
  const images = JSON.parse(read('manifest.json').toString()) as {
    Config: string;
    RepoTags: string[];
    Layers: string[];
  }[];
  const busybox = images.find(({ RepoTags }) => RepoTags.includes('busybox:1.35'))!;
  const { architecture } = JSON.parse(read(busybox.Config).toString()) as { architecture: string };
  return { layers: busybox.Layers.map(read), architecture };
};

const sources = join(import.meta.dirname, 'images');

const layerOf = (files: Readonly<Record<string, string>>): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), 'labproof-layer-'));
  try {
    mkdirSync(join(folder, 'run'));
    for (const [path, source] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      copyFileSync(join(sources, source), file);
      chmodSync(file, 0o755);
    }
    const sameEachTime = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    return execFileSync('tar', ['-C', folder, ...sameEachTime, '-cf', '-', '.']);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const types = 'application/vnd.docker';
export const manifestType = `${types}.distribution.manifest.v2+json`;

const json = (value: unknown): Blob => blobOf(Buffer.from(JSON.stringify(value)));

/** All of them, by "repository:tag"; `archive` is the referee's images.tar. */
export const buildImages = (archive: string): Map<string, Image> => {
  const { layers: base, architecture } = readBusybox(archive);
  const packed = new Map<Buffer, Blob>();
  const pack = (layer: Buffer): Blob => {
    const blob = packed.get(layer) ?? blobOf(gzipSync(layer));
    packed.set(layer, blob);
    return blob;
  };
  const build = ({ files, env = {}, command }: Recipe): Image => {
    const layers = files === undefined ? base : [...base, layerOf(files)];
    const config = json({
      architecture,
      os: 'linux',
      created: '2021-01-01T00:00:00Z',
      config: {
        Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...Object.entries(env).map((pair) => pair.join('='))],
        Cmd: command,
      },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => blobOf(layer).digest) },
      history: layers.map(() => ({ created: '2021-01-01T00:00:00Z' })),
    });
    const blobs = layers.map(pack);
    const describe = (mediaType: string, { digest, content }: Blob) => ({
      mediaType: `${types}.${mediaType}`,
      size: content.length,
      digest,
    });
    const manifest = json({
      schemaVersion: 2,
      mediaType: manifestType,
      config: describe('container.image.v1+json', config),
      layers: blobs.map((blob) => describe('image.rootfs.diff.tar.gzip', blob)),
    });
    return { manifest, blobs: [config, ...blobs] };
  };
  return new Map(Object.entries(recipes).map(([name, recipe]) => [name, build(recipe)]));
};
