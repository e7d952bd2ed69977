import { commandName } from "../../shared/command-name.ts";

/** The browser host's own pages, for requests without a session. No styles: the policy does not allow inline ones. */

export function usedLinkPage(): string {
  return page(
    "This link has already been used",
    "A link of Flight Deck opens it once. If you opened it, continue in that browser window.",
    `For another browser, make a new link: ${newLink()}. If you did not open it, another user of this machine may have: end every
    session with ${commandOf("browser end --all")}, then make a new link.`,
  );
}

export function noSessionPage(): string {
  return page(
    "Flight Deck does not know this browser",
    "Open the whole address that Flight Deck printed in its terminal; it ends with ?token=…",
    `If it was used already, or the session has ended, make a new link: ${newLink()}.`,
  );
}

/** After a link was opened: leads on to the app. @param path with the session's key in its fragment */
export function enterPage(path: string): string {
  return page(
    "Flight Deck",
    `Opening… If nothing happens, <a href="${path}">continue</a>.`,
    "",
    `<meta http-equiv="refresh" content="0; url=${path}">`,
  );
}

/** For a browser that came from another site and therefore did not send its cookie: the page asks again from here. */
export function askAgainPage(): string {
  return page(
    "Flight Deck",
    'Opening… If nothing happens, <a href="/">continue</a>.',
    "",
    '<meta http-equiv="refresh" content="0; url=/">',
  );
}

export function wrongHostPage(port: number): string {
  return page(
    "Wrong address",
    `Flight Deck answers at http://127.0.0.1:${port} alone.`,
    `Behind an SSH tunnel, give the tunnel the same port on both sides: ssh -L ${port}:127.0.0.1:${port} …`,
  );
}

export function notBuiltPage(): string {
  return page("The window is not built yet", "Run <code>npm run build</code>, then reload this page.", "");
}

const commandOf = (words: string) => `<code>${commandName()} ${words}</code>`;
const newLink = () => `${commandOf("browser link")}, or Settings → Browsers where Flight Deck is open`;

function page(title: string, what: string, next: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>${head}</head>
<body><h1>${title}</h1><p>${what}</p>${next ? `<p>${next}</p>` : ""}</body>
</html>
`;
}
