import type { IncomingMessage, ServerResponse } from "node:http";
import { sessionFragment, sessionPath } from "../../shared/session-proof.ts";
import { pageHeaders } from "../page-headers.ts";
import type { Access, Session } from "./access.ts";
import { isOwnHost, isOwnOrigin } from "./own-address.ts";
import { askAgainPage, enterPage, noSessionPage, notBuiltPage, usedLinkPage, wrongHostPage } from "./pages.ts";
import { findRendererFile } from "./renderer-files.ts";

export type HttpSide = { port: number; access: Access; rendererFolder: string };

type Answer = { status: number; headers?: Record<string, string>; body?: string | Buffer };

/** Answers one HTTP request: the built renderer for browsers with a session, an explanation for all others. */
export async function answerRequest(side: HttpSide, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers = {}, body = "" } = await answerTo(side, request);
  response.writeHead(status, {
    ...pageHeaders,
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    ...headers,
  });
  response.end(request.method === "HEAD" ? "" : body);
}

async function answerTo({ port, access, rendererFolder }: HttpSide, request: IncomingMessage): Promise<Answer> {
  const { host, origin, cookie } = request.headers;
  if (!isOwnHost(host, port)) return { status: 421, body: wrongHostPage(port) };
  if (origin !== undefined && !isOwnOrigin(origin, port)) return { status: 403, body: wrongHostPage(port) };
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, headers: { Allow: "GET, HEAD" } };
  const url = URL.parse(request.url ?? "/", `http://127.0.0.1:${port}`);
  // Such as "//": no address of ours, and no fault of this host.
  if (!url) return { status: 400 };
  const { pathname, searchParams } = url;
  const session = access.find(cookie);
  const token = searchParams.get("token");
  if (pathname === "/" && token !== null && request.method === "GET") {
    return exchange(access, token, session, request.headers["user-agent"]);
  }
  if (!session) {
    const wasWithheld = pathname === "/" && request.headers["sec-fetch-site"] === "cross-site";
    return { status: 401, body: wasWithheld ? askAgainPage() : noSessionPage() };
  }
  const challenge = searchParams.get("challenge");
  if (pathname === sessionPath && challenge !== null) {
    const body = JSON.stringify(await access.answer(session, host ?? "", challenge));
    return { status: 200, headers: { "Content-Type": "application/json" }, body };
  }
  const file = await findRendererFile(rendererFolder, pathname);
  if (!file) return { status: 404, body: pathname === "/" ? notBuiltPage() : "" };
  const caching: Record<string, string> = file.isImmutable
    ? { "Cache-Control": "private, max-age=31536000, immutable" }
    : { "Set-Cookie": session.setCookie };
  return { status: 200, headers: { "Content-Type": file.contentType, ...caching }, body: file.content };
}

function exchange(access: Access, token: string, before: Session | null, userAgent: string | undefined): Answer {
  const session = access.exchange(token, before, userAgent);
  // A browser with a session continues, for example when it reloads the printed address.
  if (!session) return before ? { status: 303, headers: { Location: "/" } } : { status: 403, body: usedLinkPage() };
  // A page, and no redirect: a browser that came from elsewhere, as from the file that opened it, sends the cookie only where our
  // own page leads. It keeps the fragment to itself, and our page takes it out of the address.
  const { setCookie, secret } = session;
  return { status: 200, headers: { "Set-Cookie": setCookie }, body: enterPage(`/${sessionFragment}${secret}`) };
}
