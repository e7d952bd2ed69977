import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { references } from "./reference/references.ts";

/** `npm run reference`: makes the documents again that are made from the code. */
for (const { file, make } of references) writeFileSync(join(import.meta.dirname, "..", file), make());
