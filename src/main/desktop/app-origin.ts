/** The renderer's address: `app://flight-deck/`. A scheme of our own, because a file:// page may read other files. */
export const appScheme = "app";
export const appOrigin = `${appScheme}://flight-deck`;

/** Whether an address is one of our own renderer. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}
