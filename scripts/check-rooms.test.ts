import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { judgeImport } from "./rooms/judge-import.ts";

test.each([
  ["src/shared/contract.ts", "../main/app.ts", "shared must not import app"],
  ["src/shared/contract.ts", "ws", "shared must not import ws"],
  ["src/shared/contract.ts", "node:fs", "shared must not import node:fs"],
  ["src/main/database/agents.ts", "../provisioning/sync.ts", "database must not import provisioning"],
  ["src/main/gateway/connection.ts", "../database/agents.ts", "gateway must not import database"],
  ["src/main/vault/vault.ts", "../database/agents.ts", "vault must not import database"],
  ["src/main/provisioning/sync.ts", "../router/sync.ts", "provisioning must not import router"],
  ["src/main/provisioning/sync.ts", "../app.ts", "provisioning must not import app"],
  ["src/main/provisioning/sync.ts", "../mirror/pull.ts", "provisioning must not import mirror"],
  ["src/main/provisioning/sync.ts", "../../practice-gateway/run.ts", "provisioning must not import practice-gateway"],
  ["src/main/provisioning/sync.ts", "@openclaw/gateway-client", "Only gateway, practice-gateway"],
  ["src/main/provisioning/sync.ts", "drizzle-orm/sqlite-core", "Only database may"],
  ["src/main/open-app.ts", "better-sqlite3", "Only database may"],
  ["src/main/open-app.ts", "electron", "Only desktop, preload may"],
  ["src/main/router/sync.ts", "minijinja-js", "Only templates may"],
  ["src/main/open-app.ts", "../renderer/main.tsx", "app must not import renderer"],
  ["src/renderer/main.tsx", "../main/app.ts", "renderer must not import app"],
  ["src/main/cli/list.ts", "../browser/serve.ts", "cli must not import browser"],
  ["src/main/browser/serve.ts", "../desktop/tray.ts", "browser must not import desktop"],
  ["src/main/open-app.ts", "./cli/list.ts", "app must not import cli"],
  ["src/renderer/features/runs/run.tsx", "../agents/agent.tsx", "renderer/runs must not import renderer/agents"],
  ["src/renderer/features/runs/run.tsx", "../../frame/frame.tsx", "renderer/runs must not import renderer/frame"],
  ["src/renderer/components/card.tsx", "../features/runs/run.tsx", "components must not import renderer/runs"],
  ["src/renderer/stores/runs.ts", "../components/card.tsx", "stores must not import renderer/components"],
  ["src/renderer/features/runs/run.tsx", "node:path", "renderer/runs must not import node:path"],
  ["src/renderer/main.tsx", "node:path", "renderer must not import node:path"],
  ["src/main/provisioning/sync.ts", "./test-fleet.ts", "is for tests"],
  ["src/elsewhere/x.ts", "zod", "is in no room"],
])("%s may not import %s", (file, specifier, problem) => {
  expect(judgeImport(file, specifier)).toContain(problem);
});

test.each([
  ["src/shared/contract.ts", "@orpc/contract"],
  ["src/shared/records.test.ts", "vitest"],
  ["src/main/open-app.ts", "./provisioning/sync.ts"],
  ["src/main/start.ts", "../practice-gateway/run.ts"],
  ["src/main/index.ts", "electron"],
  ["src/main/index.ts", "./app.ts"],
  ["src/main/desktop/window.ts", "electron"],
  ["src/main/database/gateways.ts", "../vault/vault.ts"],
  ["src/main/gateway/connection.test.ts", "../../practice-gateway/run.ts"],
  ["src/main/provisioning/sync.ts", "../gateway/connection.ts"],
  ["src/main/provisioning/sync.test.ts", "./test-fleet.ts"],
  ["src/main/provisioning/test-fleet.ts", "../app.ts"],
  ["src/renderer/main.tsx", "../shared/sync.ts"],
  ["src/renderer/test-window.tsx", "../main/router/test-desk.ts"],
  ["src/renderer/main.tsx", "react"],
  ["src/main/browser/serve.ts", "../cli/paint.ts"],
  ["src/renderer/features/boards/board.tsx", "../gateways/gateway.tsx"],
  ["src/renderer/features/boards/board.tsx", "../../frame/page.tsx"],
  ["e2e/gateway/sync.spec.ts", "@openclaw/gateway-client"],
])("%s may import %s", (file, specifier) => {
  expect(judgeImport(file, specifier)).toBeUndefined();
});

let project = "";

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "flight-deck-rooms-"));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

test("the lint command fails on a violation in each form of import, and says where", () => {
  write("src/main/database/a.ts", 'import { z } from "zod";\nimport type { Sync } from "../provisioning/sync.ts";');
  write("src/main/database/b.ts", 'export * from "../router/sync.ts";');
  write("src/main/database/c.ts", 'export const sync = () => import("../app.ts");');
  write("src/main/database/d.ts", 'export type Window = import("electron").BrowserWindow;');
  write("src/main/provisioning/sync.ts", 'import { z } from "../database/a.ts";');
  const { status, stderr } = lint();
  expect(status).toBe(1);
  expect(stderr).toContain("src/main/database/a.ts:2: database must not import provisioning");
  expect(stderr).toContain("src/main/database/b.ts:1: database must not import router");
  expect(stderr).toContain("src/main/database/c.ts:1: database must not import app");
  expect(stderr).toContain("src/main/database/d.ts:1: database must not import electron");
  expect(stderr).toContain("4 import(s) break the rooms");
});

test("the lint command fails on files that import each other, and names the circle once", () => {
  write("src/main/database/a.ts", 'import type { B } from "./b.ts";');
  write("src/main/database/b.ts", 'import { c } from "./c.ts";');
  write("src/main/database/c.ts", 'export * from "./a.ts";');
  write("src/main/database/d.ts", 'import { a } from "./a.ts";\nimport { c } from "./c.ts";');
  const { status, stderr } = lint();
  expect(status).toBe(1);
  const [circle] = stderr.split("\n");
  const path = "src/main/database";
  expect(circle).toBe(`These files import each other: ${path}/a.ts -> ${path}/b.ts -> ${path}/c.ts -> ${path}/a.ts.`);
  expect(stderr.match(/import each other/g)).toHaveLength(1);
});

test("the lint command accepts a project that follows the rules", () => {
  write("src/main/provisioning/sync.ts", 'import { open } from "../database/open.ts";');
  expect(lint()).toMatchObject({ status: 0, stderr: "" });
});

function write(file: string, source: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), source);
}

function lint() {
  return spawnSync(process.execPath, [join(import.meta.dirname, "check-rooms.ts"), project], { encoding: "utf8" });
}
