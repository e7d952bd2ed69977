import { useMemo, useSyncExternalStore } from "react";
import { hrefTo, type Location, parseHash } from "./match-route.ts";

const listeners = new Set<() => void>();

/** One listener for the whole window, so that React renders once per change and not once per component. */
function tellAll(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("hashchange", tellAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("hashchange", tellAll);
  };
}

/** The current location of the window. */
export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
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
    const { path, search: now } = parseHash(location.hash);
    history.replaceState(null, "", hrefTo(path, { ...Object.fromEntries(now), [name]: value }));
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return [search.get(name) ?? "", set];
}
