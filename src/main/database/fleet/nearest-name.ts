/** The name that was most likely meant by a misspelt one; null when none is near. Pure. */
export function nearestName(misspelt: string, names: readonly string[]): string | null {
  const wanted = plain(misspelt);
  const ranked = names
    .map((name) => ({ name, distance: distanceOf(wanted, plain(name)) }))
    .toSorted((one, other) => one.distance - other.distance);
  const [nearest] = ranked;
  return nearest && nearest.distance <= Math.max(1, Math.floor(nearest.name.length / 4)) ? nearest.name : null;
}

/** `identityProfile` and `Identity-Profile` are `identity_profile`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The number of characters to add, remove, replace or swap with a neighbour. */
function distanceOf(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const steps = [
        (line[column - 1] ?? 0) + 1,
        at(rows, row - 1, column) + 1,
        at(rows, row - 1, column - 1) + (isSame ? 0 : 1),
      ];
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap && row > 1 && column > 1) steps.push(at(rows, row - 2, column - 2) + 1);
      line.push(Math.min(...steps));
    }
    rows.push(line);
  }
  return at(rows, one.length, other.length);
}

function at(rows: number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}
