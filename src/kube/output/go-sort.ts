/** Go 1.15's sort.Sort: not stable, so that what kubectl leaves in an unspecified order comes out as it does there. */

interface Sortable {
  less(i: number, j: number): boolean;
  swap(i: number, j: number): void;
}

const insertionSort = (data: Sortable, from: number, to: number): void => {
  for (let i = from + 1; i < to; i++)
    for (let j = i; j > from && data.less(j, j - 1); j--) data.swap(j, j - 1);
};

const siftDown = (data: Sortable, low: number, high: number, first: number): void => {
  let root = low;
  for (;;) {
    let child = 2 * root + 1;
    if (child >= high) return;
    if (child + 1 < high && data.less(first + child, first + child + 1)) child++;
    if (!data.less(first + root, first + child)) return;
    data.swap(first + root, first + child);
    root = child;
  }
};

const heapSort = (data: Sortable, from: number, to: number): void => {
  const high = to - from;
  for (let i = Math.trunc((high - 1) / 2); i >= 0; i--) siftDown(data, i, high, from);
  for (let i = high - 1; i >= 0; i--) {
    data.swap(from, from + i);
    siftDown(data, 0, i, from);
  }
};

const medianOfThree = (data: Sortable, m1: number, m0: number, m2: number): void => {
  if (data.less(m1, m0)) data.swap(m1, m0);
  if (data.less(m2, m1)) {
    data.swap(m2, m1);
    if (data.less(m1, m0)) data.swap(m1, m0);
  }
};

const doPivot = (data: Sortable, low: number, high: number): [number, number] => {
  const middle = (low + high) >>> 1;
  if (high - low > 40) {
    const s = Math.trunc((high - low) / 8);
    medianOfThree(data, low, low + s, low + 2 * s);
    medianOfThree(data, middle, middle - s, middle + s);
    medianOfThree(data, high - 1, high - 1 - s, high - 1 - 2 * s);
  }
  medianOfThree(data, low, middle, high - 1);
  const pivot = low;
  let [a, c] = [low + 1, high - 1];
  while (a < c && data.less(a, pivot)) a++;
  let b = a;
  for (;;) {
    while (b < c && !data.less(pivot, b)) b++;
    while (b < c && data.less(pivot, c - 1)) c--;
    if (b >= c) break;
    data.swap(b++, --c);
  }
  let protect = high - c < 5;
  if (!protect && high - c < Math.trunc((high - low) / 4)) {
    let duplicates = 0;
    if (!data.less(pivot, high - 1)) {
      data.swap(c++, high - 1);
      duplicates++;
    }
    if (!data.less(b - 1, pivot)) {
      b--;
      duplicates++;
    }
    if (!data.less(middle, pivot)) {
      data.swap(middle, --b);
      duplicates++;
    }
    protect = duplicates > 1;
  }
  if (protect) {
    for (;;) {
      while (a < b && !data.less(b - 1, pivot)) b--;
      while (a < b && data.less(a, pivot)) a++;
      if (a >= b) break;
      data.swap(a++, --b);
    }
  }
  data.swap(pivot, b - 1);
  return [b - 1, c];
};

const quickSort = (data: Sortable, start: number, end: number, depth: number): void => {
  let [from, to, left] = [start, end, depth];
  while (to - from > 12) {
    if (left-- === 0) return heapSort(data, from, to);
    const [low, high] = doPivot(data, from, to);
    if (low - from < to - high) {
      quickSort(data, from, low, left);
      from = high;
    } else {
      quickSort(data, high, to, left);
      to = low;
    }
  }
  for (let i = from + 6; i < to; i++) if (data.less(i, i - 6)) data.swap(i, i - 6);
  insertionSort(data, from, to);
};

/** A sorted copy. @source go 1.15 sort/sort.go Sort */
export const goSorted = <T>(items: readonly T[], isLess: (a: T, b: T) => boolean): T[] => {
  const sorted = [...items];
  const data: Sortable = {
    less: (i, j) => isLess(sorted[i]!, sorted[j]!),
    swap: (i, j) => {
      [sorted[i], sorted[j]] = [sorted[j]!, sorted[i]!];
    },
  };
  quickSort(data, 0, sorted.length, 2 * (sorted.length === 0 ? 0 : 32 - Math.clz32(sorted.length)));
  return sorted;
};
