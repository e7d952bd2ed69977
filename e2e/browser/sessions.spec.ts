import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { WebSocket } from "ws";
import { redirectPage } from "../../src/main/browser/open-browser.ts";
import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

test.skip(({ electron }) => electron !== "none", "The desktop serves its window only, without a network port.");

test("another browser gets in by a link, and is out when its session is ended", async ({ deck, page, browser }) => {
  await deck.open("/settings");
  const card = page.getByRole("region", { name: "Browsers", exact: true });
  await expect(card.getByRole("listitem")).toHaveCount(1);
  await expect(card.getByRole("listitem")).toContainText("this browser");
  await card.getByRole("button", { name: "Link for another browser" }).click();
  const link = (await card.locator("code").textContent()) ?? "";
  await lookAt(page, "settings-browsers");
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
  expect(other.url()).not.toContain("session=");
  await other.reload();
  await expect(other.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
  await card.getByRole("button", { name: "End all, also this one" }).click();
  for (const each of [page, other]) {
    await expect(each.getByRole("alert")).toContainText("this browser's session may have ended");
    await each.reload();
    await expect(each.getByRole("heading", { name: "Flight Deck does not know this browser" })).toBeVisible();
  }
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "This link has already been used" })).toBeVisible();
});

test("the file that starts a browser lets it in, also one that has lost its key", async ({
  deck,
  page,
  browser,
}, info) => {
  await deck.open("/settings");
  const card = page.getByRole("region", { name: "Browsers", exact: true });
  const other = await browser.newContext();
  for (const listed of [2, 3]) {
    await card.getByRole("button", { name: "Link for another browser" }).click();
    const file = info.outputPath("open.html");
    writeFileSync(file, redirectPage((await card.locator("code").textContent()) ?? ""));
    const tab = await other.newPage();
    await tab.goto(`file://${file}`);
    await expect(tab.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
    expect(tab.url()).not.toContain("session=");
    await tab.reload();
    await expect(tab.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
    await tab.evaluate(() => void indexedDB.deleteDatabase("keyval-store"));
    await tab.close();
    await page.reload();
    await expect(card.getByRole("listitem")).toHaveCount(listed);
  }
});

test("a program that a browser sends the cookie to cannot open the socket with it", async ({ deck, page }) => {
  await deck.open("/settings");
  const { origin, port } = new URL(page.url());
  const got = Promise.withResolvers<string>();
  const stranger = createServer((request, response) => {
    got.resolve(request.headers.cookie ?? "");
    response.end("hello");
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const address = stranger.address();
  const strangersPort = typeof address === "object" ? address?.port : undefined;
  // As when the operator follows a link from one of our pages, or types the address.
  await page.goto(`http://127.0.0.1:${strangersPort}/`);
  const cookie = await got.promise;
  stranger.close();
  expect(cookie).toContain(`flight-deck-${port}=`);
  const status = await new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, ["flight-deck"], { headers: { cookie, origin } });
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode));
    socket.on("error", () => {});
  });
  expect(status).toBe(401);
});

test("a page trusts only a program at its port that proves to be the host", async ({ deck, page, host }) => {
  await deck.open("/settings");
  await expect(page.getByRole("region", { name: "Browsers", exact: true }).getByRole("listitem")).toHaveCount(1);
  await page.evaluate(() => void Object.assign(window, { isSamePage: true }));
  const port = Number(new URL(page.url()).port);
  await host.stop();
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request.url ?? "");
    // At first as the host would, with a proof that was made up, then as a host that does not know the browser.
    if (asked.length > 2) return void response.writeHead(401).end("<script>document.title = 'theirs'</script>");
    response.end(JSON.stringify({ proof: "A".repeat(43), challenge: "B".repeat(43) }));
  });
  stranger.on("upgrade", (request, socket) => {
    asked.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
  await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(4);
  stranger.close();
  stranger.closeAllConnections();
  expect(asked.filter((url) => !url.startsWith("/session?challenge="))).toEqual([]);
  expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
  await expect(page.getByRole("alert").filter({ hasText: "another program answers here" })).toBeVisible();
});
