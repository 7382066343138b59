/** The API server of the simulated cluster. */
export type * from './api-server.ts';
export type * from './resource-types.ts';
export { createApiServer, type ApiServerParts } from './create-api-server.ts';
export { removeObject } from './delete.ts';
export { decodeObject } from './decode.ts';
export { createOwnEvent } from './create.ts';
export { provideRuleLibrary } from './custom-resources/index.ts';
export { ServedApi, type ServedResource } from './served-api.ts';
export { byKey, compileSelection, isSelected, type Selection } from './selection.ts';
export { seenBy, type Write } from './watch-hub.ts';
export { ResourceCatalogue, type Resource } from './resource-catalogue.ts';
export {
  apiVersionOf,
  resourceNameOf,
  type ResourceDefinition,
  type ServedVersion,
} from './resource-definition.ts';
export type { ApiHost, ServerCore } from './server-core.ts';
export { randomSuffix } from './identity.ts';
export { enforcedLevel, reasonsAgainst, violationsOf } from './pod-security/index.ts';
export { strategicPatchOf } from './patch.ts';
