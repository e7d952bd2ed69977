import { expect, test } from "vitest";
import { askSystemProxy } from "./ask-system-proxy.ts";

test("the system's answer is passed on; one that fails or never comes is a direct connection", async () => {
  const ask = (resolveProxy: () => Promise<string>) =>
    askSystemProxy({ resolveProxy }, 20)("https://gateway.corp.test/");
  expect(await ask(async () => "PROXY p:1")).toBe("PROXY p:1");
  expect(await ask(() => Promise.reject(new Error("no network service")))).toBe("DIRECT");
  expect(await ask(() => new Promise(() => {}))).toBe("DIRECT");
});
