import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { findRendererFile } from "./find-renderer-file.ts";

const folder = resolve("/opt/app/out/renderer");

test("serves the start page and what lies beside it", () => {
  expect(findRendererFile(folder, "app://flight-deck/")).toBe(join(folder, "index.html"));
  expect(findRendererFile(folder, "app://flight-deck/#/runs/7")).toBe(join(folder, "index.html"));
  expect(findRendererFile(folder, "app://flight-deck/assets/index-1.js?v=2")).toBe(join(folder, "assets/index-1.js"));
  expect(findRendererFile(folder, "app://flight-deck/..name/a.js")).toBe(null);
});

test.each([
  "app://flight-deck/%2e%2e%2fsecret",
  "app://flight-deck/..%2f..%2fetc/passwd",
  "app://flight-deck/assets/%2e%2e/%2e%2e%2f%2e%2e/x",
  "app://flight-deck/..%5c..%5cwindows",
  "app://flight-deck//..%2f..%2fetc/passwd",
  "app://flight-deck/a%00.js",
  "app://flight-deck/%",
  "app://other/index.html",
  "https://flight-deck/index.html",
])("refuses %s", (address) => {
  expect(findRendererFile(folder, address)).toBeNull();
});

test("dots that go nowhere stay inside", () => {
  // URL itself removes plain dots, so the file is still one of ours.
  expect(findRendererFile(folder, "app://flight-deck/../../index.html")).toBe(join(folder, "index.html"));
});
