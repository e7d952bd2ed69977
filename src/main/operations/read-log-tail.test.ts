import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { openLog } from "../log.ts";
import { readLogTail } from "./read-log-tail.ts";
import { withoutAddresses } from "./without-addresses.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "log-tail-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const hide = (text: string) => withoutAddresses(text, ["Harbour"]);

test("lines are read with the failure and its place in our code, without names, addresses and folders", () => {
  const log = openLog(dataDir);
  const err = new FlightDeckError(
    "gateway-refused",
    "Gateway Harbour at wss://harbour.example:1 refused us.",
    hintsOf("gateway-refused").address,
  );
  log.error({ err, call: "runs.sync" }, "a call of the renderer failed");
  const [line, ...others] = readLogTail(dataDir, hide);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    level: 50,
    message: "a call of the renderer failed",
    error: { code: "gateway-refused", message: "Gateway (name) at (address) refused us." },
  });
  expect(line?.error?.at[0]).toMatch(/^read-log-tail\.test\.ts:\d+$/);
  expect(JSON.stringify(line)).not.toContain(dataDir);
});

test("the latest fifty lines of a long log are read, and lines that are no JSON are left out", () => {
  const log = openLog(dataDir);
  for (let index = 1; index <= 3000; index += 1) log.info(`line ${index} ${"x".repeat(100)}`);
  appendFileSync(join(dataDir, "flight-deck.log"), "half a li\n[1]\n");
  const messages = readLogTail(dataDir, hide).map(({ message }) => message.split(" ")[1]);
  expect(messages).toHaveLength(48);
  expect(messages.at(-1)).toBe("3000");
});

test("without a log there are none", () => {
  expect(readLogTail(dataDir, hide)).toEqual([]);
});
