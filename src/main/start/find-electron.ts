import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The binary that the package `electron` has downloaded. Asking the package itself would download one.
 * @param folder the package's folder
 * @returns null if there is none
 */
export function findElectron(folder: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) return null;
  const binary = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, "dist"), readFileSync(pathFile, "utf8"));
  return existsSync(binary) ? binary : null;
}
