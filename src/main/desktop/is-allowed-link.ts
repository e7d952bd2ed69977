/** Documentation that the app links to, by address up to a slash. Nothing that a template or a gateway could name. */
const allowedStarts = ["https://docs.openclaw.ai/", "https://github.com/openclaw/openclaw/"];

/** Whether a link may leave the app for the system's browser: https, and documentation that we link to ourselves. */
export function isAllowedLink(address: string): boolean {
  // As the URL is understood, not as it is written: `https://docs.openclaw.ai@elsewhere/` begins otherwise then.
  const href = URL.parse(address)?.href ?? "";
  return allowedStarts.some((start) => href.startsWith(start));
}
