import type { PersonRow } from "../../../shared/organization-row.ts";

/** What an operator calls a person. */
export function labelOf({ name, email, id }: PersonRow): string {
  return name ?? email ?? id;
}
