import type { DialectName } from "../../shared/dialect-names.ts";
import { classic } from "./classic.ts";
import { current } from "./current.ts";
import type { Dialect, SchemaProbe } from "./dialect.ts";

/** Every dialect, the newest first. A gateway speaks the first one that recognizes its configuration. */
export const dialects: readonly [Dialect, ...Dialect[]] = [current, classic];

/** @param name null for a gateway that was never reached, which is taken for one of the newest. */
export function dialectNamed(name: DialectName | null): Dialect {
  const [newest] = dialects;
  return dialects.find((dialect) => dialect.name === name) ?? newest;
}

/** @throws as the probe's `lookUp` */
export async function recognizeDialect(probe: SchemaProbe): Promise<Dialect> {
  for (const dialect of dialects) if (await dialect.recognizes(probe)) return dialect;
  throw new Error("the oldest dialect recognizes every configuration");
}
