/** A gateway's address without what may be secret in it: user, password, query and fragment. */
export function printableUrl(url: string): string {
  if (url === "") return "";
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    return "(not a URL)";
  }
}
