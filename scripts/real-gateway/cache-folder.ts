import { join } from "node:path";

/** Where downloads and the state of gateways under test live; git ignores it. */
export const cacheFolder = join(import.meta.dirname, "../../.cache");
