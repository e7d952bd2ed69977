import { enableCompileCache } from "node:module";
import { join } from "node:path";

/**
 * Keeps what Node has compiled for the next start, which halves the time a command takes. Everything worth it must be imported
 * after this. It lies beside the packages and not in a shared temporary folder: there it is as safe as the code itself.
 */
export function startQuickly(): void {
  enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/compile"));
}
