import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const debianFolder = "/usr/lib/postgresql";

/**
 * The folder with PostgreSQL's programs (`initdb`, `postgres`, `pg_dump`): of the newest Debian package, or on the path.
 * @throws if there is none, with how to get one.
 */
export function findPostgres(): string {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number) : [];
  const debian = versions
    .sort((one, other) => other - one)
    .map((version) => join(debianFolder, String(version), "bin"));
  const found = [...debian, ...(process.env.PATH ?? "").split(delimiter)].find((folder) =>
    ["initdb", "postgres"].every((program) => existsSync(join(folder, program))),
  );
  if (found) return found;
  throw new Error("PostgreSQL's server is not installed. On Debian and Ubuntu: apt-get install postgresql");
}
