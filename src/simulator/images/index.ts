/** Images as data: what can be pulled, and how what runs in a container behaves. */
export { imageBehaviours } from './behaviours/index.ts';
export { defaultImages } from './default-images.ts';
export type * from './image.ts';
export { nginxErrorPage, reasonPhrase } from './pages.ts';
export { parseImageReference, qualifiedName, taggedName } from './reference.ts';
export type { ImageReference } from './reference.ts';
export { Registries, digestOf } from './registries.ts';
