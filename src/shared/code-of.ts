/** The code of an error of Node or SQLite, such as `ECONNREFUSED`; empty if it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
