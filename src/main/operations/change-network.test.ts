import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/open-database.ts";
import { testVault } from "../database/test-fleet.ts";
import { makeTestAuthority } from "../network/test-authority.ts";
import { addAuthorities, describeNetwork, removeAuthority, setProxy } from "./change-network.ts";
import { openNetwork } from "./open-network.ts";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-network-"));
let database: Database;
beforeAll(() => {
  database = openDatabase({ dataDir: folder });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test("authorities are kept once, shown by name and end, and removed by the beginning of their fingerprint", () => {
  const [corp, other] = [makeTestAuthority("Corp Root"), makeTestAuthority("Other Root")];
  expect(addAuthorities(database, `${corp.pem}${corp.pem}`)).toBe(1);
  expect(addAuthorities(database, `${corp.pem}${other.pem}`)).toBe(1);
  const { authorities } = describeNetwork(database, {});
  expect(authorities).toMatchObject([{ subject: "CN=Corp Root", isExpired: false }, { subject: "CN=Other Root" }]);
  expect(() => removeAuthority(database, "")).toThrow(/No added authority/);
  expect(removeAuthority(database, (authorities[0]?.sha256 ?? "").slice(0, 11).toLowerCase())).toBe("CN=Corp Root");
  expect(describeNetwork(database, {}).authorities).toMatchObject([{ subject: "CN=Other Root" }]);
});

test("a proxy is sealed, shown without its user and password, kept when only exceptions change, and void for bad addresses", async () => {
  const services = { database, vault: testVault };
  const network = openNetwork(services, { env: {} });
  const before = network.version();
  const to = async () => (await network.proxyTo(new URL("wss://gateway.corp.test")))?.address ?? null;
  expect(await to()).toBeNull();
  setProxy(services, { mode: "address", address: " http://me:hunter2pass@proxy.test:3128 ", exceptions: "" });
  expect(network.version()).not.toBe(before);
  expect(describeNetwork(database, {})).toMatchObject({
    mode: "address",
    proxy: "proxy.test:3128",
    hasCredentials: true,
  });
  expect(JSON.stringify(describeNetwork(database, {}))).not.toMatch(/hunter2pass/);
  expect(await to()).toMatchObject({ authorization: `Basic ${btoa("me:hunter2pass")}` });
  setProxy(services, { mode: "address", exceptions: "gateway.corp.test" });
  expect(await to()).toBeNull();
  setProxy(services, { exceptions: "" });
  expect(await to()).toMatchObject({ shown: "proxy.test:3128" });
  for (const address of [
    "",
    "socks5://hunter2pass:1",
    "ftp://hunter2pass",
    "http://a/hunter2pass",
    "http://:hunter2pass@",
  ]) {
    setProxy(services, { mode: "automatic" });
    expect(() => setProxy(services, { mode: "address", address })).toThrow(
      expect.objectContaining({ code: "bad-input", message: expect.not.stringContaining("hunter2pass") }),
    );
  }
  setProxy(services, { mode: "none" });
  expect(describeNetwork(database, {})).toMatchObject({ mode: "none", proxy: null });
  expect(await openNetwork(services, { env: { HTTPS_PROXY: "http://a:1" } }).proxyTo(new URL("wss://b"))).toBeNull();
});
