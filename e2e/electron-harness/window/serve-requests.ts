import type { Protocol } from "../system/protocol.ts";
import type { PageSession } from "./page-session.ts";
import { fromStandIn, standInUrls } from "./stand-in-origin.ts";

type PausedRequest = {
  requestId: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
  resourceType: string;
  frameId: string;
};

export type ServeRequestsOptions = {
  page: PageSession;
  protocol: Protocol;
  /** Called before a document is loaded into a frame; false stops the load. */
  mayNavigate: (frameId: string, url: string) => boolean;
};

/** Answers the page's requests with `protocol.handle`, and asks before every document is loaded. */
export async function serveRequests({ page, protocol, mayNavigate }: ServeRequestsOptions): Promise<void> {
  page.on("Fetch.requestPaused", (params) => {
    void answer(params as PausedRequest).catch(() => undefined);
  });
  await page.send("Fetch.enable", {
    patterns: [{ urlPattern: standInUrls }, { urlPattern: "*", resourceType: "Document" }],
  });

  async function answer({ requestId, request, resourceType, frameId }: PausedRequest): Promise<void> {
    const url = fromStandIn(request.url);
    const fail = (errorReason: string) => page.send("Fetch.failRequest", { requestId, errorReason });
    if (resourceType === "Document" && !mayNavigate(frameId, url)) return void (await fail("Aborted"));
    if (url === request.url) return void (await page.send("Fetch.continueRequest", { requestId }));
    const handler = protocol.handlerOf(new URL(url).protocol.slice(0, -1));
    if (!handler) return void (await fail("AddressUnreachable"));
    const { method, headers } = request;
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
