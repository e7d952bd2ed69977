import BetterSqlite3 from "better-sqlite3";

/** Calls `step` before every statement, pragma and copy of every database of this process, with its SQL if it has one. */
export function beforeStatements(step: (sql: string) => void): void {
  for (const name of ["exec", "pragma", "backup", "prepare"]) {
    const real = Reflect.get(BetterSqlite3.prototype, name) as (...args: unknown[]) => unknown;
    Reflect.set(BetterSqlite3.prototype, name, function (this: unknown, ...args: unknown[]) {
      step(name === "prepare" ? String(args[0]) : "");
      return real.apply(this, args);
    });
  }
}

/** What SQLite's own check says of a database file, or "ok". */
export function checkIntegrity(path: string): unknown {
  const sqlite = new BetterSqlite3(path, { readonly: true });
  try {
    return sqlite.pragma("integrity_check", { simple: true });
  } finally {
    sqlite.close();
  }
}
