import { isJsonObject } from "../../../shared/is-json-object.ts";
import { emptySetup, type SetupDraft } from "./setup-draft.ts";

const storageKey = "flight-deck.setup";

/** What was typed on the guided path at an earlier visit, without the token; null if there is nothing. */
export function readStoredSetup(): SetupDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    return isJsonObject(stored) ? filled(emptySetup(), stored) : null;
  } catch {
    return null;
  }
}

/** Keeps what was typed for the next visit, without the token; null forgets it. */
export function keepSetup(draft: SetupDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify({ ...draft, gateway: { ...draft.gateway, token: "" } }));
  } catch {
    // Without room, the draft lasts as long as the screen.
  }
}

/** The stored values that are of the kind that the draft has there; an older version may have stored others. */
function filled<T extends object>(into: T, stored: { [key: string]: unknown }): T {
  const entries = Object.entries(into).map(([key, value]) => {
    const other = stored[key];
    if (isObject(value) && isJsonObject(other)) return [key, filled(value, other)];
    const isSameKind = value === null ? typeof other === "string" || other === null : typeof other === typeof value;
    return [key, isSameKind && !isObject(value) ? other : value];
  });
  return Object.fromEntries(entries) as T;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
