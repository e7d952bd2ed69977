import type { Session } from "electron";

/** Protocols that reach a server or the disk. The page needs none of them: app:// serves it, and main talks over a port. */
const refused: ReadonlySet<string> = new Set(["http:", "https:", "ws:", "wss:", "file:", "ftp:"]);

/** Refuses requests of a page that would leave the app, in addition to its content security policy. */
export function refuseOtherProtocols({ webRequest }: Pick<Session, "webRequest">): void {
  webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: isRefused(url) }));
}

function isRefused(url: string): boolean {
  // A text that is not an address is refused too.
  return !URL.canParse(url) || refused.has(new URL(url).protocol);
}
