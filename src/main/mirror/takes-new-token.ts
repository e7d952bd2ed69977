import type { RowValues } from "../database/mirror/row-values.ts";
import type { RowMerge } from "./merge-row.ts";

type Update = Omit<Extract<RowMerge, { kind: "update" }>, "kind">;

/**
 * Whether a gateway gets Mission Control's token together with its address. The token is for that address, also where it is the
 * same as before: writing it again binds it to the address here too.
 */
export function takesNewToken({ take, push, conflicts }: Update, remote: RowValues): boolean {
  const isOurs = "token" in push || conflicts.some(({ column }) => column === "token");
  return "url" in take && (remote.token ?? null) !== null && !isOurs;
}
