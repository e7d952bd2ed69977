import type { Session } from "electron";

/** Protocols that reach a server or the disk. The page needs none of them: app:// serves it, and main talks over a port. */
const refused: ReadonlySet<string> = new Set(["http:", "https:", "ws:", "wss:", "file:", "ftp:"]);

/** Refuses every request of a page that is not for the app itself, also of a page that has got round its policy. */
export function refuseOtherProtocols({ webRequest }: Pick<Session, "webRequest">): void {
  webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: isRefused(url) }));
}

function isRefused(url: string): boolean {
  // What is no address gets no answer.
  return !URL.canParse(url) || refused.has(new URL(url).protocol);
}
