import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBoardFolders } from "../database/board-templates.ts";
import { importFleet } from "../database/import-fleet.ts";
import { listTemplateVersions } from "../database/template-versions.ts";
import { type App, openApp } from "../open-app.ts";
import { fleetOf } from "../provisioning/test-fixture.ts";
import { setWith } from "../templates/test-support.ts";
import { assignTemplateSet } from "./assign-template-set.ts";
import { readSettings } from "./change-settings.ts";
import { createTemplateSet } from "./create-template-set.ts";
import { deleteTemplateSet } from "./delete-template-set.ts";
import { renameTemplateSet } from "./rename-template-set.ts";
import { type SaveTemplatesServices, saveTemplates } from "./save-templates.ts";
import { readTemplateChoices } from "./template-choices.ts";
import { listTemplateSets } from "./template-sets.ts";

let dataDir: string;
let app: App;
let services: SaveTemplatesServices;
const fleet = fleetOf({ boards: 2, agents: 4, url: "ws://127.0.0.1:1", token: "t0ken-of-a-gateway", change: {} });
const { gatewayId, boardIds } = fleet.ids;
const board = { kind: "board", id: boardIds[1] ?? "" } as const;
const gateway = { kind: "gateway", id: gatewayId } as const;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "template-sets-"));
  app = await openApp({ dataDir, env: {} });
  importFleet(app.database, app.vault, fleet.file);
  services = { dataDir, database: app.database, startedBy: "Ada" };
});
afterEach(() => {
  app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const sets = () => listTemplateSets(services);
const named = (name: string) => sets().find((set) => set.name === name);
const make = (name: string) => createTemplateSet(services, { name, from: null });

test("a board's own set counts before its gateway's, and that before the one in the settings", async () => {
  const [{ folder: a }, { folder: b }, { folder: c }] = [await make("A"), await make("B"), await make("C")];
  const chosen = () => boardIds.map((boardId) => readTemplateChoices(app.database)({ gatewayId, boardId }));
  expect(chosen()).toEqual([
    { folder: null, from: "settings" },
    { folder: null, from: "settings" },
  ]);
  await assignTemplateSet(services, { folder: a, target: { kind: "settings" } });
  await assignTemplateSet(services, { folder: b, target: gateway });
  await assignTemplateSet(services, { folder: c, target: board });
  expect(chosen()).toEqual([
    { folder: b, from: "gateway" },
    { folder: c, from: "board" },
  ]);
  expect(
    sets().map(({ name, isDefault, agents, gateways, boards }) => [
      name,
      isDefault,
      agents,
      gateways.length,
      boards.length,
    ]),
  ).toEqual([
    ["Built-in", false, 0, 0, 0],
    ["A", true, 0, 0, 0],
    ["B", false, 3, 1, 0],
    ["C", false, 2, 0, 1],
  ]);
  await assignTemplateSet(services, { folder: null, target: board });
  expect(chosen()[1]).toEqual({ folder: b, from: "gateway" });
});

test("a set that a sync could not use is not given to a board", async () => {
  const { folder } = await make("Faulty");
  writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "{{ nowhere }}");
  await expect(assignTemplateSet(services, { folder, target: board })).rejects.toMatchObject({
    code: "template-error",
  });
  expect(readBoardFolders(app.database)(board.id)).toBeNull();
});

test("another name takes users, versions and settings along", async () => {
  const { folder, sha256 } = await make("Ours");
  await saveTemplates(services, { folder, baseSha256: sha256, changes: { "BOARD_SOUL.md.j2": "Kind.\n" }, note: "" });
  for (const target of [board, gateway, { kind: "settings" } as const])
    await assignTemplateSet(services, { folder, target });
  await make("Taken");
  await expect(renameTemplateSet(services, { folder, name: "Taken" })).rejects.toMatchObject({
    code: "templates-not-saved",
  });
  await expect(renameTemplateSet(services, { folder, name: "../out" })).rejects.toMatchObject({
    code: "templates-not-saved",
  });
  const { folder: to } = await renameTemplateSet(services, { folder, name: "Theirs" });
  expect([existsSync(folder), readFileSync(join(to, "BOARD_SOUL.md.j2"), "utf8")]).toEqual([false, "Kind.\n"]);
  expect(named("Ours")).toBeUndefined();
  expect(named("Theirs")).toMatchObject({ isDefault: true, agents: 5, isMissing: false, boards: [{ id: board.id }] });
  expect(listTemplateVersions(app.database, to).map(({ source }) => source)).toEqual(["saved", "copied"]);
  expect(readSettings(app.database).templateFolder).toBe(to);
});

test("a used set is not deleted, and says by whom; a deleted one leaves its versions to the next of its name", async () => {
  const { folder, sha256 } = await make("Ours");
  await assignTemplateSet(services, { folder, target: board });
  await expect(deleteTemplateSet(services, folder)).rejects.toThrow('is used by board "Board 1"');
  await assignTemplateSet(services, { folder: null, target: board });
  writeFileSync(join(folder, "notes.txt"), "mine");
  await expect(deleteTemplateSet(services, folder)).rejects.toThrow("also has notes.txt");
  rmSync(join(folder, "notes.txt"));
  writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "Last words.\n");
  await deleteTemplateSet(services, folder);
  expect([existsSync(folder), named("Ours")]).toEqual([false, undefined]);
  await make("Ours");
  expect(listTemplateVersions(app.database, folder).map(({ source, sha256: of }) => [source, of === sha256])).toEqual([
    ["copied", true],
    ["found", false],
    ["copied", true],
  ]);
  // A set of another name that gets this one has its own present version first.
  const { folder: other, sha256: base } = await make("Other");
  const saved = await saveTemplates(services, {
    folder: other,
    baseSha256: base,
    changes: { "BOARD_SOUL.md.j2": "Other.\n" },
    note: "",
  });
  await deleteTemplateSet(services, folder);
  await renameTemplateSet(services, { folder: other, name: "Ours" });
  expect(listTemplateVersions(app.database, folder)[0]?.sha256).toBe(saved.sha256);
});

test("folders elsewhere and the built-in set are neither renamed nor deleted", async () => {
  const { folder } = await setWith({});
  await assignTemplateSet(services, { folder, target: gateway });
  for (const work of [renameTemplateSet(services, { folder, name: "Mine" }), deleteTemplateSet(services, folder)]) {
    await expect(work).rejects.toThrow("outside the data folder");
  }
  rmSync(folder, { recursive: true });
  expect(sets().find((set) => set.folder === folder)).toMatchObject({ isMissing: true, kind: "folder" });
  mkdirSync(folder);
});
