/** Image references as people write them: "nginx", "nginx:1.16.0", "k8s.gcr.io/pause:3.2", "localhost:5000/app@sha256:…". */

export interface ImageReference {
  /** As a registry is asked for it, without "docker.io/" and "library/": "nginx", "sysnet4admin/echo-hname". */
  repository: string;
  tag: string;
  digest?: string;
}

const repositoryPattern =
  /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** Undefined when the text is no reference (InvalidImageName). */
export const parseImageReference = (text: string): ImageReference | undefined => {
  const [name = '', digest] = text.split('@', 2);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = hasTag ? name.slice(0, colon) : name;
  const tag = hasTag ? name.slice(colon + 1) : 'latest';
  if (!repositoryPattern.test(path) || !/^[\w][\w.-]{0,127}$/.test(tag)) return undefined;
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  const repository = path.replace(/^(?:docker\.io|index\.docker\.io)\//, '').replace(/^library\//, '');
  return digest === undefined ? { repository, tag } : { repository, tag, digest };
};

/** The text of a reference with its tag, as docker lists it: "nginx:latest". */
export const taggedName = ({ repository, tag }: ImageReference): string => `${repository}:${tag}`;

/** The reference with its registry, as containerd lists it: "docker.io/library/nginx:latest". */
export const qualifiedName = (reference: ImageReference): string => {
  const { repository } = reference;
  const first = repository.split('/')[0] ?? '';
  const hasRegistry = repository.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const full = hasRegistry
    ? repository
    : `docker.io/${repository.includes('/') ? '' : 'library/'}${repository}`;
  return `${full}:${reference.tag}`;
};
