/** The documentation that the app links to, by address up to a slash. No template or gateway can add to it. */
const allowedStarts = ["https://docs.openclaw.ai/", "https://github.com/openclaw/openclaw/"];

/** Whether a link may leave the app for the system's browser: https, and documentation that we link to ourselves. */
export function isAllowedLink(address: string): boolean {
  // As URL parses it, not as it is written: `https://docs.openclaw.ai@elsewhere/` is another host.
  const href = URL.parse(address)?.href ?? "";
  return allowedStarts.some((start) => href.startsWith(start));
}
