/** Disruption budgets. */
export { disruptionController } from './disruption-controller.ts';
