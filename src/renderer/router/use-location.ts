import { useMemo, useSyncExternalStore } from "react";
import { hrefTo, type Location, parseHash } from "./match-route.ts";

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** Where the window is now. */
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
 * adds no step to the history.
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
