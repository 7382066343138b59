/** Assigns distinct partners: every row to a column it fits, as many rows as can be. */

/**
 * For each of `rows` rows the index of its column, or -1. Each column is given once. The number of rows served is the
 * greatest possible (Kuhn's augmenting paths).
 */
export const assign = (
  rows: number,
  columns: number,
  fits: (row: number, column: number) => boolean,
): number[] => {
  const rowOf = new Array<number>(columns).fill(-1);
  const tryRow = (row: number, seen: Set<number>): boolean => {
    for (let column = 0; column < columns; column++) {
      if (seen.has(column) || !fits(row, column)) continue;
      seen.add(column);
      const holder = rowOf[column]!;
      if (holder === -1 || tryRow(holder, seen)) {
        rowOf[column] = row;
        return true;
      }
    }
    return false;
  };
  for (let row = 0; row < rows; row++) tryRow(row, new Set());
  const columnOf = new Array<number>(rows).fill(-1);
  rowOf.forEach((row, column) => {
    if (row !== -1) columnOf[row] = column;
  });
  return columnOf;
};
