/** The topics we can run, a line each. A table without a line here fails whole. */
import type { Topic } from '../topic.ts';

export const topics: readonly Topic[] = [
];
