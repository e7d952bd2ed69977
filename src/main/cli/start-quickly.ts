import { enableCompileCache } from "node:module";
import { join } from "node:path";

/**
 * Keeps Node's compiled code for the next start, which halves the time a command takes. Only modules imported after
 * this call benefit. The cache is beside the packages, where it is as safe as the code itself, and not in a shared
 * temporary folder.
 */
export function startQuickly(): void {
  enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/compile"));
}
