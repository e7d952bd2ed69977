import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { browserCommand, openBrowser } from "./open-browser.ts";

describe("the command that opens a browser", () => {
  it("is that of the platform", () => {
    expect(browserCommand({}, "darwin")).toEqual(["open"]);
    expect(browserCommand({}, "win32")).toEqual(["cmd", "/c", "start", ""]);
    expect(browserCommand({ DISPLAY: ":0" }, "linux")).toEqual(["xdg-open"]);
    expect(browserCommand({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toEqual(["xdg-open"]);
  });

  it.each([{}, { DISPLAY: ":0", CI: "true" }, { DISPLAY: ":0", SSH_CONNECTION: "1" }])("is none in %j", (env) => {
    expect(browserCommand(env, "linux")).toBeNull();
  });
});

it("leaves no file of a host that was killed, even where no browser is likely", () => {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-left-"));
  const left = join(folder, "open-flight-deck.html");
  writeFileSync(left, "the link of that host");
  expect(openBrowser("http://127.0.0.1:41234/?token=x", folder, { CI: "true" })).toBeNull();
  expect(existsSync(left)).toBe(false);
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform !== "linux")("the browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-open-"));
  const seen = join(folder, "seen");
  const link = "http://127.0.0.1:41234/?token=not-for-others";
  afterEach(() => vi.unstubAllEnvs());

  /** A launcher that notes what it was given, what it inherits, and what every user can read of it. */
  function open(): () => void {
    const launcher = join(folder, "xdg-open");
    writeFileSync(
      launcher,
      `#!/bin/sh\n{ tr '\\0' ' ' </proc/$$/cmdline; echo; env; cat "$1"; } >${seen}.new && mv ${seen}.new ${seen}\n`,
    );
    chmodSync(launcher, 0o755);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
    return openBrowser(link, folder, { DISPLAY: ":0" }) ?? (() => {});
  }

  it("gets the path of a file that only the operator can read, and that leads to the link", async () => {
    const remove = open();
    await vi.waitFor(() => expect(existsSync(seen)).toBe(true), 5_000);
    const [commandLine = "", ...rest] = readFileSync(seen, "utf8").split("\n");
    expect(commandLine).toContain(join(folder, "open-flight-deck.html"));
    expect(commandLine).not.toContain("token");
    expect(rest.join("\n")).toContain(`content="0; url=${link}"`);
    expect(statSync(join(folder, "open-flight-deck.html")).mode & 0o777).toBe(0o600);
    remove();
    expect(existsSync(join(folder, "open-flight-deck.html"))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it("is started without the data key, as everything that a host starts", () => {
    const script = `import { takeEnvironment } from ${JSON.stringify(new URL("../vault/take-environment.ts", import.meta.url).href)};
      import { execFileSync } from "node:child_process";
      const { FLIGHTDECK_KEY } = takeEnvironment();
      console.log(FLIGHTDECK_KEY, takeEnvironment().FLIGHTDECK_KEY, execFileSync("env").includes("FLIGHTDECK_KEY"));`;
    const env = { ...process.env, FLIGHTDECK_KEY: "key" };
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { env });
    expect(stdout.toString().trim()).toBe("key key false");
  });
});
