import { useMemo, useSyncExternalStore } from "react";
import { isJsonObject } from "../../shared/is-json-object.ts";
import { hrefTo, type Location, parseHash } from "./match-route.ts";
import { hasUnsaved, leaveScreen } from "./unsaved.ts";

const listeners = new Set<() => void>();

/** The address on screen. It differs from the window's while the operator is asked about unsaved changes. */
let shown: string | null = null;
/** Where the screen is in the window's history. */
let position = 0;

/** One listener for the whole window, so that React renders once per change and not once per component. */
function follow(): void {
  if (location.hash === shown) return;
  if (hasUnsaved() && screenOf(location.hash) !== screenOf(shown ?? "")) askFirst();
  else show();
}

function show(): void {
  shown = location.hash;
  // An entry without a position is new.
  const known = positionOf(history.state);
  position = known ?? position + 1;
  if (known === null) history.replaceState({ position }, "");
  for (const listener of listeners) listener();
}

/** Takes the window back to the address of the form, and on again when the operator discards its changes. */
function askFirst(): void {
  const steps = (positionOf(history.state) ?? position + 1) - position;
  if (steps === 0) return;
  history.go(-steps);
  leaveScreen(() => history.go(steps));
}

/** What identifies a screen: its path, its tab and its question. Filters do not. */
function screenOf(hash: string): string {
  const { path, search } = parseHash(hash);
  return `${path} ${search.get("tab") ?? ""} ${search.get("ask") ?? ""}`;
}

function positionOf(state: unknown): number | null {
  return isJsonObject(state) && typeof state.position === "number" ? state.position : null;
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("hashchange", follow);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("hashchange", follow);
    shown = null;
  };
}

function shownHash(): string {
  if (shown === null) {
    shown = location.hash;
    position = positionOf(history.state) ?? 0;
    history.replaceState({ position }, "");
  }
  return shown;
}

/** The current location of the window. */
export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, shownHash);
  return useMemo(() => parseHash(hash), [hash]);
}

/** Goes to a path such as `/runs/7`. */
export function navigate(path: string, search?: Record<string, string | undefined>): void {
  location.hash = hrefTo(path, search);
}

/**
 * One search parameter of the location as state, for filters and tabs: it survives a reload and can be linked to. Setting it
 * adds no entry to the history.
 */
export function useSearchParam(name: string): [string, (value: string) => void] {
  const { search } = useLocation();
  const set = (value: string) => {
    // The address is about to change, and this screen with it.
    if (location.hash !== shownHash()) return;
    const { path, search: now } = parseHash(location.hash);
    const hash = hrefTo(path, { ...Object.fromEntries(now), [name]: value });
    const change = () => {
      history.replaceState(history.state, "", hash);
      follow();
    };
    if (screenOf(hash) === screenOf(shownHash())) change();
    else leaveScreen(change);
  };
  return [search.get(name) ?? "", set];
}
