/** Kubernetes objects as TypeScript types. */
export type * from './meta.ts';
export type * from './core.ts';
export type * from './apps.ts';
export type * from './custom-resource-definition.ts';
