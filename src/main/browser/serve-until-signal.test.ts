import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { stopSignals } from "../../shared/stop-signals.ts";
import { serve } from "./serve-until-signal.ts";
import { TestHost } from "./test-browser-host.ts";

const tested = new TestHost();
afterAll(() => tested.remove());

test("--new-link prints a link that opens the host that runs, and starts none", async () => {
  await tested.open();
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  await serve(["--serve", "--new-link", "--data-dir", tested.dataDir]);
  const [link = ""] = print.mock.calls.flat();
  expect(print).toHaveBeenCalledOnce();
  print.mockRestore();
  const { cookie } = await tested.openLink(new URL(link).searchParams.get("token") ?? "");
  expect((await tested.get("/", { cookie })).status).toBe(200);
  await tested.host.close();
});

test("--new-link is refused where no host runs", async () => {
  const dataDir = mkdtempSync(`${tmpdir()}/flight-deck-serve-`);
  await expect(serve(["--new-link", "--data-dir", dataDir])).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("does not serve a browser"),
  });
  rmSync(dataDir, { recursive: true });
});

test.each(stopSignals)("%s closes the host before its process ends", async (signal) => {
  const dataDir = mkdtempSync(`${tmpdir()}/flight-deck-serve-`);
  const script = join(import.meta.dirname, "../serve.ts");
  const child = spawn(process.execPath, [script, "--port", "0", "--data-dir", dataDir], {
    env: { ...process.env, CI: "1" },
  });
  const exited = once(child, "exit");
  for await (const text of child.stdout.setEncoding("utf8")) if (text.includes("Ctrl-C ends")) break;
  child.kill(signal);
  expect(await exited).toEqual([0, null]);
  rmSync(dataDir, { recursive: true });
});
