const mostChars = 200;

/** A name for a copy that none of these has: "Hazel copy", "Hazel copy 2". Pure. */
export function nameOfCopy(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((each) => each.toLowerCase()));
  const base = name.replace(/ copy( \d+)?$/, "");
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? " copy" : ` copy ${number}`;
    const copy = base.slice(0, mostChars - end.length) + end;
    if (!known.has(copy.toLowerCase())) return copy;
  }
}
