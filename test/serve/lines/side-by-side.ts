/** Does a few of many things at a time; the answers stand in the order of the things. */
export const sideBySide = async <T, R>(
  jobs: number,
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> => {
  const answers: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      answers[index] = await run(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return answers;
};
