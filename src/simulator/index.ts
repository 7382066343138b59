/** The simulated cluster. */
export type { Lab, LabImage, LabNode } from './lab.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
export type { ApiServer, Change, ListFilter, RequestInfo } from './apiserver/index.ts';
export type { ServedApi } from './apiserver/index.ts';
export { provideRuleLibrary } from './apiserver/index.ts';
export { administrator, type Identity } from './authentication/index.ts';
export { answerQuestion, findReview } from './authorization/index.ts';
export { freezableComponents, type ClusterDefect } from './defect.ts';
export * from './http/index.ts';
export { onlyLooks } from './shell/index.ts';
export type { Terminal } from './shell/index.ts';
