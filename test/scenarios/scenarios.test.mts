/** Every shipped scenario, as a mocha suite through labproof/mocha: what a user of mocha gets. */
import { describeScenarios } from '../../src/mocha/index.ts';

await describeScenarios('scenarios');
