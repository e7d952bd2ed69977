/* Sealed values of deleted records. They stay sealed for the row that they belong to. */

export function secretId(binId: string, table: string, rowId: string): string {
  return `${binId} ${table} ${rowId}`;
}

export function partsOfSecretId(id: string): { table: string; rowId: string } {
  const [, table = "", ...rest] = id.split(" ");
  return { table, rowId: rest.join(" ") };
}
