import { app, type WebContents } from "electron";
import { isAppUrl } from "./app-origin.ts";
import { openExternalLink } from "./open-external-link.ts";

/** Limits every page to our own origin: no navigation away, no new windows, no embedded guests. */
export function lockDownContents(): void {
  app.on("web-contents-created", (_event, contents) => lockDown(contents));
}

function lockDown(contents: WebContents): void {
  contents.on("will-frame-navigate", (details) => {
    // A page may be reloaded, in the main frame; it has no other frames.
    if (details.isMainFrame && isAppUrl(details.url)) return;
    details.preventDefault();
    if (details.isMainFrame) openExternalLink(details.url);
  });
  contents.on("will-redirect", (details) => {
    if (!isAppUrl(details.url)) details.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternalLink(url);
    return { action: "deny" };
  });
}
