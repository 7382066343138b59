/** How a truth table's topic is run through our code: one file per topic under topics/, one line in topics/index.ts. */

export interface TruthCase {
  name: string;
  source: string;
  kubernetes: string;
  input: Record<string, never> & { [key: string]: any };
  expected: any;
}

export interface Topic {
  /** The table's file name without ".json". */
  name: string;
  /** Runs one case; what it returns is compared with `expected` as JSON values (undefined fields do not count), or a promise of it. */
  run(input: any, testCase: TruthCase, all: readonly TruthCase[]): unknown;
  /** Replaces the comparison: returns what differs, or undefined when the case passes. */
  compare?(actual: unknown, expected: any, testCase: TruthCase): string | undefined;
}

export const defineTopic = (topic: Topic): Topic => topic;
