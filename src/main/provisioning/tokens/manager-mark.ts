import { hostname } from "node:os";
import { noteInstallation } from "../../database/installation.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";

/*
 * The last line of an agent's token file says which Flight Deck wrote its token. The token file is the one place that every
 * version of the gateway keeps, and that a migration moves together with the token (docs/gateways.md, Files). Masked contents
 * do not have the line: it is written with the token, and never the reason to write a file.
 */

const markLine = /(?:^|\r?\n)<!-- Managed by (Flight Deck [\da-f]{8} on [\w.-]+) -->/g;

/** The name of this installation in agents' files: the same as long as its database, its data folder and its host are. */
export function ownMark({ database, vault, dataDir }: { database: Database; vault: Vault; dataDir: string }): string {
  const host = (hostname().split(".")[0] ?? "").replace(/[^\w-]/g, "") || "unknown-host";
  return `Flight Deck ${noteInstallation(database, vault, dataDir)} on ${host}`;
}

export function withMark(text: string, mark: string): string {
  return `${text}\n<!-- Managed by ${mark} -->`;
}

export function withoutMarks(text: string): string {
  return text.replace(markLine, "");
}

/** The installation that wrote the file; null if the file does not say. Of several, the last one counts. */
export function managerIn(text: string): string | null {
  return [...text.matchAll(markLine)].at(-1)?.[1] ?? null;
}
