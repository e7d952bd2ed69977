import type { Session } from "../system/session.ts";
import type { PageSession } from "./page-session.ts";
import { fromStandIn } from "./stand-in-origin.ts";

type PausedRequest = {
  requestId: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
  resourceType: string;
  frameId: string;
};

export type ServeRequestsOptions = {
  page: PageSession;
  session: Session;
  /** Called before a document is loaded into a frame; false stops the load. */
  mayNavigate: (frameId: string, url: string) => boolean;
};

/** Answers the page's requests with `protocol.handle`, and asks `webRequest` before each, and before every document is loaded. */
export async function serveRequests({ page, session, mayNavigate }: ServeRequestsOptions): Promise<void> {
  page.on("Fetch.requestPaused", (params) => {
    void answer(params as PausedRequest).catch(() => undefined);
  });
  await page.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });

  async function answer({ requestId, request, resourceType, frameId }: PausedRequest): Promise<void> {
    const url = fromStandIn(request.url);
    const fail = (errorReason: string) => page.send("Fetch.failRequest", { requestId, errorReason });
    if (resourceType === "Document" && !mayNavigate(frameId, url)) return void (await fail("Aborted"));
    const { method, headers } = request;
    if (await session.webRequest.isRefused({ url, method, resourceType })) return void (await fail("BlockedByClient"));
    if (url === request.url) return void (await page.send("Fetch.continueRequest", { requestId }));
    const handler = session.protocol.handlerOf(new URL(url).protocol.slice(0, -1));
    if (!handler) return void (await fail("AddressUnreachable"));
    const response = await handler(
      new Request(url, { method, headers, ...(request.postData === undefined ? {} : { body: request.postData }) }),
    );
    await page.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString("base64"),
    });
  }
}
