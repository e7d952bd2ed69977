import { join } from "node:path";

/** The folder for downloads and for the state of gateways under test; git ignores it. */
export const cacheFolder = join(import.meta.dirname, "../../.cache");
