import { cpSync } from "node:fs";
import { dirname, join } from "node:path";

const builtIn = join(import.meta.dirname, "../../../templates");

/** A template for all agents except leads and main agents, with an undefined name in line 3. */
export const brokenTemplate = { name: "BOARD_SOUL.md.j2", text: "Line one\n\nHello {{ agent_nickname }}\n" };

/** Copies the built-in templates next to a data folder. @returns the folder of the copy */
export function copyTemplates({ dataDir }: { dataDir: string }): string {
  const folder = join(dirname(dataDir), "templates");
  cpSync(builtIn, folder, { recursive: true });
  return folder;
}
