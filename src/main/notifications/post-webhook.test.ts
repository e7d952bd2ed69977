import { afterEach, beforeEach, expect, test } from "vitest";
import { directNetwork } from "../network/network.ts";
import { hideSecrets } from "../vault/known-secrets.ts";
import { postWebhook } from "./post-webhook.ts";
import { openTestWebhook, secretPath, type TestWebhook, type WebhookBehaviour } from "./test-webhook.ts";
import { parseWebhookAddress } from "./webhook-address.ts";

let webhook: TestWebhook;
beforeEach(async () => {
  webhook = await openTestWebhook();
});
afterEach(() => webhook.close());

const post = (url = webhook.url, timeoutMs = 10_000) =>
  postWebhook({ network: directNetwork, url, body: '{"text":"hello"}', timeoutMs });

test("a webhook gets the body, and whatever it answers, it took it", async () => {
  expect(await post()).toBeNull();
  webhook.behaviour = "endless";
  expect(await post()).toBeNull();
  expect(webhook.received).toEqual(['{"text":"hello"}', '{"text":"hello"}']);
  expect(webhook.paths).toEqual([secretPath, secretPath]);
});

test.each<[WebhookBehaviour, string]>([
  ["error", "it answers with HTTP status 500"],
  ["slow", "no answer within 0.3 s"],
  ["hang-up", "the connection was closed"],
  ["half-an-answer", "the connection was closed"],
  ["garbage", "its answer is not HTTP"],
  [
    "redirect",
    "it answers with a redirect (HTTP status 302), which is not followed: give the address that it leads to",
  ],
])("a webhook that answers with %s is told in our own words", async (behaviour, words) => {
  webhook.behaviour = behaviour;
  expect(await post(webhook.url, behaviour === "slow" ? 300 : 10_000)).toBe(words);
  // Nothing was asked for where the redirect leads to.
  await expect.poll(() => webhook.paths).toEqual([secretPath]);
});

test("a webhook that is down, is not TLS, or whose certificate is not trusted, is told as such", async () => {
  const tls = await openTestWebhook({ tls: true });
  expect(await post(tls.url)).toBe("its certificate is self-signed, so it is not trusted");
  expect(tls.received).toEqual([]);
  await tls.close();
  expect(await post(webhook.url.replace("http:", "https:"))).toBe(
    "it does not speak TLS: the address may begin with http://",
  );
  await webhook.close();
  expect(await post()).toBe("nothing listens there");
});

test("a request that is no longer wanted ends at once", async () => {
  webhook.behaviour = "slow";
  const abort = new AbortController();
  const posted = postWebhook({ network: directNetwork, url: webhook.url, body: "{}", signal: abort.signal });
  await expect.poll(() => webhook.received.length).toBe(1);
  abort.abort(new Error("closing"));
  await expect(posted).rejects.toThrow("closing");
});

test("an address that cannot be used is refused without repeating it", () => {
  const secret = "T0-a-secret-of-an-address";
  const reasons: [string, string][] = [
    ["", "is empty"],
    [`ws://host/${secret}`, "does not begin with https:// or http://"],
    [`https://me:${secret}@host/`, "contains a user name or password"],
    [`https://host/${secret}#x`, "contains a fragment (from the # on)"],
    [`https://host/${secret}\nmore`, "contains a blank, a line break or an invisible character"],
    [`https://[${secret}`, "is not valid"],
    [`https://host/${secret.repeat(100)}`, "is longer than 1,000 characters"],
  ];
  for (const [address, reason] of reasons) {
    expect(() => parseWebhookAddress(address)).toThrow(`The webhook's address ${reason}.`);
    expect(() => parseWebhookAddress(address)).not.toThrow(secret);
  }
});

test("of an address only scheme, host and port are shown, and logs hide it and its path", () => {
  const address = parseWebhookAddress(" https://hooks.example:8443/services/T0/abc?x=1\n");
  expect(address).toEqual({
    url: "https://hooks.example:8443/services/T0/abc?x=1",
    host: "https://hooks.example:8443",
  });
  expect(hideSecrets("cannot post to https://hooks.example:8443/services/T0/abc?x=1")).toBe("cannot post to (secret)");
  expect(hideSecrets("GET /services/T0/abc?x=1")).toBe("GET (secret)");
});
