import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openTlsFront, type TlsFront } from "../../src/main/gateway/test-tls-front.ts";
import { makeTestAuthority } from "../../src/main/network/test-authority.ts";
import { openTestProxy, type TestProxy } from "../../src/main/network/test-proxy.ts";
import { lookAt } from "./support/check-page.ts";
import { expect, test } from "./support/test.ts";

// A gateway of a company: behind TLS by its own authority, under a name that only its proxy knows.
const corp = makeTestAuthority("Harbour Company Root Authority");
const password = "planted-password-of-the-proxy";
let front: TlsFront;
let proxy: TestProxy;

test.beforeEach(async ({ fixture }) => {
  front = await openTlsFront(fixture.gateway.url, corp.issue("gateway.corp.test"));
  const ports = { "gateway.corp.test": front.port };
  proxy = await openTestProxy({ ports, authorization: `Basic ${btoa(`me:${password}`)}` });
});
test.afterEach(async () => {
  // A skipped test has neither.
  await proxy?.close();
  await front?.close();
});

test("a gateway of a company is reached and synced once its proxy and authority are given in the window", async ({
  deck,
  page,
  fixture,
  host,
}) => {
  test.setTimeout(120_000);
  await deck.open(`/gateways/${fixture.gatewayId}/edit`);
  await page.getByRole("textbox", { name: "Address" }).fill("wss://gateway.corp.test");
  await page.getByRole("textbox", { name: "Token" }).fill("practice-token");
  await deck.button("Save without checking").click();
  await expect(page).toHaveURL(new RegExp(`#/gateways/${fixture.gatewayId}$`));
  await deck.open("/settings");
  const card = page.getByRole("region", { name: "Network" });
  await card.getByRole("combobox", { name: "Proxy to gateways and webhooks" }).selectOption("This proxy");
  await card.getByLabel("Proxy address").fill(`http://me:${password}@127.0.0.1:${proxy.port}`);
  await card.getByRole("button", { name: "Save proxy" }).click();
  await expect(card.getByText(`At present 127.0.0.1:${proxy.port}, with user and password.`)).toBeVisible();
  await card.getByLabel("Certificate of the authority").setInputFiles({
    name: "key.pem",
    mimeType: "application/x-pem-file",
    buffer: Buffer.from(corp.privateKeyPem),
  });
  await expect(card.getByText(/has a private key/)).toBeVisible();
  const file = join(fixture.dataDir, "..", "root.pem");
  writeFileSync(file, corp.pem);
  await card.getByLabel("Certificate of the authority").setInputFiles(file);
  await expect(card.getByText("CN=Harbour Company Root Authority")).toBeVisible();
  await expect(card.getByText(/has a private key/)).toBeHidden();
  await lookAt(page, "settings-network");
  await deck.open(`/gateways/${fixture.gatewayId}/edit`);
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Address" })).toHaveValue("wss://gateway.corp.test");
  await deck.button("Check only").click();
  await expect(page.getByText(`the proxy 127.0.0.1:${proxy.port} (from Settings) connects to`)).toBeVisible();
  await expect(page.getByText(/vouched for by an authority that was given in the settings/)).toBeVisible();
  await lookAt(page, "gateway-check-proxy");
  await deck.open(`/gateways/${fixture.gatewayId}`);
  await expect(page.getByText("Connected").first()).toBeVisible();
  await deck.sync();
  await deck.expectRun("Succeeded");
  expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT gateway.corp.test:443"]));
  expect(fixture.gateway.agentIds.length).toBeGreaterThan(5);
  await expect(page.locator("body")).not.toContainText(password);
  expect(host.output()).not.toContain(password);
});
