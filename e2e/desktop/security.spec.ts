import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { portRequestChannel } from "../../src/shared/port-handshake.ts";
import type { Desktop } from "./support/desktop.ts";
import { expect, test } from "./support/test.ts";

/** Exists, but is missing in Electron's types. */
type HasPreferences = { getLastWebPreferences(): Electron.WebPreferences };
type Seen = { opened: string[]; asked: { id: number; isMainFrame: boolean }[] };

test("the page runs in a sandbox, isolated, and without Node", async ({ desktop, appPage: page }) => {
  const preferences = await desktop.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as Electron.WebContents & HasPreferences;
    const all = contents.getLastWebPreferences();
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity = true, spellcheck } = all;
    const { allowRunningInsecureContent = false, experimentalFeatures = false, enableBlinkFeatures = "" } = all;
    return {
      ...{ sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity, spellcheck },
      ...{ allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures },
    };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
    spellcheck: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: "",
  });
  const world = await page.evaluate(() => {
    const own = window as unknown as Record<string, unknown>;
    const bridge = own.flightDeckPort as Record<string, unknown>;
    bridge.request = () => "replaced";
    return {
      node: ["require", "process", "Buffer", "module", "ipcRenderer", "electron"].filter((name) => name in own),
      bridge: Object.entries(bridge).map(([key, value]) => [key, typeof value, String(value).includes("replaced")]),
    };
  });
  expect(world).toEqual({ node: [], bridge: [["request", "function", false]] });
});

test("a strict policy is sent with every response and enforced", async ({ appPage: page }) => {
  const policies = await page.evaluate(async () => {
    const answers = await Promise.all(["/", "/theme.js", "/missing"].map((path) => fetch(path)));
    return answers.map((answer) => answer.headers.get("content-security-policy"));
  });
  for (const policy of policies) {
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toMatch(/unsafe|data:|blob:|https?:|\*/);
  }
  const attempts = await page.evaluate(async () => {
    const { violations } = Object.assign(window, { violations: [] as string[] });
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.wasInjected = true";
    document.body.append(script);
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.body.append(style);
    const fetched = await fetch("https://example.invalid/").then(
      () => "fetched",
      () => "refused",
    );
    const frame = document.createElement("iframe");
    frame.src = "https://example.invalid/";
    document.body.append(frame);
    return { fetched, wasInjected: "wasInjected" in window };
  });
  expect(attempts).toEqual({ fetched: "refused", wasInjected: false });
  const violations = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
  await expect
    .poll(violations)
    .toEqual(expect.arrayContaining(["script-src-elem", "style-src-elem", "connect-src", "frame-src"]));
});

test("app:// serves the renderer and nothing else", async ({ appPage: page }) => {
  const statuses = await page.evaluate(async () => {
    const paths = ["/index.html", "/..%2fmain/index.js", "/%2e%2e%2f%2e%2e%2fpackage.json", "/..%5cmain%5cindex.js"];
    const answers = paths.map(async (path) => [path, (await fetch(path)).status]);
    const posted = await fetch("/", { method: "POST", body: "x" });
    return Object.fromEntries([...(await Promise.all(answers)), ["POST", posted.status]]);
  });
  expect(statuses).toEqual({
    "/index.html": 200,
    "/..%2fmain/index.js": 404,
    "/%2e%2e%2f%2e%2e%2fpackage.json": 404,
    "/..%5cmain%5cindex.js": 404,
    POST: 405,
  });
  const file = await page.evaluate(() =>
    fetch("file:///etc/hostname").then(
      () => "read",
      () => "refused",
    ),
  );
  expect(file).toBe("refused");
});

test("a page that has got round its policy still reaches no server", async ({ launch, electron }) => {
  test.skip(electron === "real", "Only the harness can lift the policy of a page.");
  const reached: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    reached.push(url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript" }).end("1");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const desktop = await launch();
  const page = await desktop.page();
  const cdp = await page.context().newCDPSession(page);
  // Chromium asks before a page reaches this machine; a server elsewhere would need no such permission.
  for (const name of ["local-network-access", "loopback-network", "local-network"]) {
    const { origin } = new URL(page.url());
    await cdp.send("Browser.setPermission", { permission: { name }, setting: "granted", origin });
  }
  await cdp.send("Page.setBypassCSP", { enabled: true });
  await expect(() => page.reload()).toPass();
  const results = await page.evaluate(async (base) => {
    const load = (element: HTMLImageElement | HTMLScriptElement, src: string) =>
      new Promise<string>((resolve) => {
        element.onload = () => resolve("loaded");
        element.onerror = () => resolve("refused");
        element.src = src;
        document.body.append(element);
      });
    const fetched = await fetch(`${base}/fetch`).then(
      () => "loaded",
      () => "refused",
    );
    const own = await fetch("/index.html").then(({ status }) => status);
    const script = await load(document.createElement("script"), `${base}/script`);
    return { own, fetched, script, image: await load(document.createElement("img"), `${base}/image`) };
  }, base);
  expect({ ...results, reached }).toEqual({
    own: 200,
    fetched: "refused",
    script: "refused",
    image: "refused",
    reached: [],
  });
  server.close();
});

test("the page cannot navigate elsewhere or open windows; documentation opens in the system's browser", async ({
  desktop,
  appPage: page,
}) => {
  await recordOpenedLinks(desktop);
  const address = page.url();
  const click = (href: string, target: string) =>
    page.evaluate(
      (link) => {
        const anchor = Object.assign(document.createElement("a"), link);
        document.body.append(anchor);
        anchor.click();
      },
      { href, target },
    );
  await click("https://example.invalid/page", "");
  await click("https://example.invalid/window", "_blank");
  expect(await page.evaluate(() => window.open("https://example.invalid/opened"))).toBeNull();
  await page.evaluate(() => {
    location.href = "https://example.invalid/assigned";
  });
  // The link to the documentation is last, so that all others have been handled before it opens.
  await click("https://docs.openclaw.ai/gateway", "_blank");
  await click("https://docs.openclaw.ai/cli", "");
  const opened = () => desktop.evaluate(() => (globalThis as unknown as Seen).opened);
  await expect.poll(opened).toEqual(["https://docs.openclaw.ai/gateway", "https://docs.openclaw.ai/cli"]);
  expect(page.url()).toBe(address);
  expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect.poll(() => page.context().pages().length).toBe(1);
});

test("the page has no permission except to copy", async ({ appPage: page }) => {
  const states = await page.evaluate(async () => {
    const names = ["geolocation", "notifications", "camera", "microphone", "midi", "clipboard-read", "clipboard-write"];
    const states = names.map(async (name) => [
      name,
      (await navigator.permissions.query({ name: name as PermissionName })).state,
    ]);
    return Object.fromEntries(await Promise.all(states));
  });
  expect(states).toEqual({
    geolocation: "denied",
    notifications: "denied",
    camera: "denied",
    microphone: "denied",
    midi: "denied",
    "clipboard-read": "denied",
    "clipboard-write": "granted",
  });
  const place = await page.evaluate(
    () =>
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve("told"),
          ({ code }) => resolve(code),
        ),
      ),
  );
  expect(place).toBe(1);
});

test("another window that asks for a port gets none", async ({ desktop }) => {
  await desktop.page();
  await recordPortRequests(desktop);
  const strangerId = await desktop.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as Electron.WebContents & HasPreferences;
    const { preload = "" } = contents.getLastWebPreferences();
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload } });
    await stranger.loadURL("app://flight-deck/");
    return stranger.webContents.id;
  });
  const asked = () => desktop.evaluate(() => (globalThis as unknown as Seen).asked);
  await expect.poll(asked).toContainEqual({ id: strangerId, isMainFrame: true });
  const answer = await desktop.evaluate(
    ({ webContents }, { id, script }) => webContents.fromId(id)?.executeJavaScript(script),
    {
      id: strangerId,
      script: askForPort,
    },
  );
  expect(answer).toBe("no port");
  await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]?.destroy());
});

test("a frame inside our own page that asks for a port gets none", async ({ desktop, appPage: page, electron }) => {
  test.skip(electron === "real", "Only the harness can simulate a frame that has broken out of its sandbox.");
  await recordPortRequests(desktop);
  expect(await page.evaluate(askForPort)).toBe("port");
  await askFromInnerFrame(page);
  const asked = () => desktop.evaluate(() => (globalThis as unknown as Seen).asked);
  await expect.poll(asked).toContainEqual({ id: expect.any(Number), isMainFrame: false });
  const received = await page.evaluate(() => (window.frames[0] as unknown as { ports?: number }).ports ?? 0);
  expect(received).toBe(0);
});

/** Asks like the renderer; an answer arrives before this second round trip ends. */
const askForPort = `new Promise((resolve) => {
  addEventListener("message", ({ ports }) => ports.length > 0 && resolve("port"));
  flightDeckPort.request();
  setTimeout(() => resolve("no port"), 1500);
})`;

async function recordOpenedLinks(desktop: Desktop): Promise<void> {
  await desktop.evaluate(({ shell }) => {
    const seen = globalThis as unknown as Seen;
    seen.opened = [];
    shell.openExternal = async (url) => void seen.opened.push(url);
  });
}

/** The senders that asked for a port; the app has decided about each by then. */
async function recordPortRequests(desktop: Desktop): Promise<void> {
  await desktop.evaluate(({ ipcMain }, channel) => {
    const seen = globalThis as unknown as Seen;
    seen.asked = [];
    ipcMain.on(channel, ({ sender, senderFrame }) => {
      seen.asked.push({ id: sender.id, isMainFrame: senderFrame === sender.mainFrame });
    });
  }, portRequestChannel);
}

/** Simulates an inner frame that has gained the preload's privileges, which no page should have. */
async function askFromInnerFrame(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const worlds: { id: number; frameId: string }[] = [];
  cdp.on("Runtime.executionContextCreated", ({ context }) => {
    const { frameId } = context.auxData as { frameId: string };
    if (context.name === "Electron Isolated Context") worlds.push({ id: context.id, frameId });
  });
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const inner = frame.contentWindow as unknown as Window & { ports: number };
    inner.ports = 0;
    inner.addEventListener("message", (event) => {
      inner.ports += event.ports.length;
    });
  });
  await cdp.send("Runtime.enable");
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const inner = worlds.find(({ frameId }) => frameId !== frameTree.frame.id);
  if (!inner) throw new Error("the inner frame has no isolated world");
  const message = JSON.stringify({ type: "send", channel: portRequestChannel, args: [] });
  await cdp.send("Runtime.evaluate", {
    contextId: inner.id,
    expression: `electronHarness(${JSON.stringify(message)})`,
  });
}
