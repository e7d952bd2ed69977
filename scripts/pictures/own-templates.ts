import { appendFileSync, cpSync, readdirSync } from "node:fs";
import { join } from "node:path";

const builtIn = join(import.meta.dirname, "../../templates");

/** Copies the built-in templates, with a line more in each file that a sync may replace. @returns `folder` */
export function writeOwnTemplates(folder: string): string {
  cpSync(builtIn, folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/_(AGENTS|SOUL|IDENTITY|HEARTBEAT)\.md\.j2$/.test(name))
      appendFileSync(join(folder, name), "\nOf Harbour Bikes.\n");
  }
  return folder;
}
