import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { selfSignedCertificate } from "../../practice-gateway/self-signed-certificate.ts";
import type { BaseUrlCheck } from "../../shared/base-url-check.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
let server: Server | null = null;

beforeEach(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = null;
  await fixture.close();
});

async function listen(answer: RequestListener): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

const check = ["gateway", "check", "Practice gateway"];
const setBaseUrl = (url: string) => cli.runHere(["gateway", "edit", "Practice gateway", "--base-url", url]);

async function checkWith(url: string) {
  expect((await setBaseUrl(url)).code).toBe(0);
  const { code, json } = await cli.jsonHere<{ baseUrl: BaseUrlCheck }>(check);
  return { code, baseUrl: json.baseUrl, stdout: (await cli.runHere(check)).stdout };
}

describe("gateway check asks the base URL of the agents", () => {
  it("whether Mission Control answers", async () => {
    const asked: (string | undefined)[] = [];
    const url = await listen(({ url: path }, response) => {
      asked.push(path);
      response.end('{"ok": true}');
    });
    const { code, baseUrl, stdout } = await checkWith(`${url}/`);
    expect([code, baseUrl]).toEqual([
      0,
      { url, isDefault: false, state: "answers", detail: "Mission Control answers." },
    ]);
    expect(asked).toEqual(["/health", "/health"]);
    expect(stdout).toContain(`✔ base URL   ${url}: Mission Control answers.`);
    expect(stdout).not.toContain("--base-url");
  });

  it.each<[string, RequestListener, RegExp]>([
    ["another program", (_, response) => response.end("<html>"), /answers, but not as Mission Control does\./],
    ["an error", (_, response) => response.writeHead(502).end(), /answers with HTTP status 502\./],
    ["a redirect", (_, response) => response.writeHead(302, { location: "/login" }).end(), /HTTP status 302\./],
    ["an endless answer", (_, response) => response.end("x".repeat(1_000_000)), /not as Mission Control does/],
    ["a closed connection", ({ socket }) => socket.destroy(), /No answer from .*: the connection was closed\./],
  ])("and says of %s what came back, without failing the check", async (_, answer, detail) => {
    const { code, baseUrl, stdout } = await checkWith(await listen(answer));
    expect(code).toBe(0);
    expect(baseUrl.detail).toMatch(detail);
    expect(baseUrl.state).not.toBe("answers");
    expect(stdout).toMatch(/! base URL +http/);
    expect(stdout).toContain("gateway edit");
  });

  it("and says when nothing listens", async () => {
    const url = await listen(() => {});
    server?.close();
    const { baseUrl } = await checkWith(url);
    expect(baseUrl).toMatchObject({ state: "no-answer", detail: expect.stringContaining("nothing listens there") });
  });
});

it("a default base URL is named as such, and one of the gateway's own machine is not tried", async () => {
  const away = fixture.newCli();
  await fixture.importInto(away, fixture.fleetWith({ url: "ws://gateway.invalid:9" }));
  const { json } = await away.jsonHere<{ baseUrl: BaseUrlCheck }>(check);
  expect(json.baseUrl).toMatchObject({ url: "http://127.0.0.1:8000", isDefault: true, state: "elsewhere" });
  const { stdout } = await away.runHere(check);
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "http://127.0.0.1:8000, the default: Agents look for Mission Control on the gateway's own machine, which cannot",
  );
  expect(stdout).toContain("--base-url URL");
  await away.runHere(["gateway", "edit", "Practice gateway", "--base-url", "http://127.0.0.1:8000"]);
  const chosen = (await away.runHere(check)).stdout;
  expect(chosen).toContain("! base URL   http://127.0.0.1:8000: Agents look");
  expect(chosen).not.toContain("--base-url URL");
});

it("plan and sync name a default base URL for a gateway on another machine, until one is set", async () => {
  await fixture.close();
  fixture = await openCliFixture({ tls: selfSignedCertificate() });
  const away = fixture.newCli();
  // Not a name of this machine, but it leads to it.
  const url = fixture.gateway.url.replace("127.0.0.1", "0.0.0.0");
  await fixture.importInto(away, fixture.fleetWith({ url, allow_insecure_tls: true }));
  const codes = async (...words: string[]) => {
    const { json } = await away.jsonHere<{ errors: { code: string }[] }>([
      "sync",
      "--gateway",
      "Practice gateway",
      ...words,
    ]);
    return json.errors.map(({ code }) => code).filter((code) => code === "default-base-url");
  };
  expect(await codes("--dry-run")).toEqual(["default-base-url"]);
  expect(await codes("--base-url", "http://mission.example", "--dry-run")).toEqual([]);
  expect(await codes()).toEqual(["default-base-url"]);
  await away.runHere(["gateway", "edit", "Practice gateway", "--base-url", "http://127.0.0.1:8000"]);
  expect(await codes("--dry-run")).toEqual([]);
});
