/**
 * Chromium does not know `app://`, so each of our schemes has a substitute: for the page, `app://host/path` is
 * `https://host.app.electron.invalid/path`, which never leaves the harness. Both are secure origins; main sees only the real
 * address.
 */
const suffix = ".electron.invalid";
const standInPattern = /^https:\/\/([^/]+)\.([a-z][a-z0-9+.-]*)\.electron\.invalid(\/|$)/;

/** @param schemes our own schemes; an address with any other scheme is not changed */
export function toStandIn(url: string, schemes: Iterable<string>): string {
  const [, scheme = "", host = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/]+)(.*)$/s.exec(url) ?? [];
  return [...schemes].includes(scheme) ? `https://${host}.${scheme}${suffix}${rest || "/"}` : url;
}

export function fromStandIn(url: string): string {
  return url.replace(standInPattern, "$2://$1$3");
}
