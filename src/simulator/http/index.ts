/** The REST face of the simulated cluster. */
export { createRestFace, type RestFace, type RestFaceOptions } from './rest-face.ts';
export { createGate, type Gate, type GateOptions, type Passage } from './gate.ts';
export { groupsAs } from './impersonation.ts';
export {
  answerStatus,
  answerText,
  isStream,
  type ApiRequest,
  type ApiResponse,
  type StreamResponse,
  type StreamSink,
} from './exchange.ts';
export { entityTooLarge, maximalBodyBytes } from './request-body.ts';
export { parseResourcePath, type ResourcePath } from './resource-path.ts';
export { deprecationOf } from './deprecations.ts';
export { orderedResources } from './discovery/index.ts';
export { Schemas, type Schema } from './openapi/index.ts';
