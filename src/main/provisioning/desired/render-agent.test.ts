import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAgent, updateAgent } from "../../database/agents.ts";
import { readBoard } from "../../database/boards.ts";
import { readGateway } from "../../database/gateways.ts";
import { classic } from "../../gateway/classic.ts";
import { current } from "../../gateway/current.ts";
import type { TemplateSet } from "../../templates/template-set.ts";
import { setWith } from "../../templates/test-support.ts";
import { openProvisioningFixture, type ProvisioningFixture } from "../test-fixture.ts";
import { scopedAgent } from "./find-scope.ts";
import { createRenderer } from "./render-agent.ts";

let fixture: ProvisioningFixture;

beforeEach(async () => {
  fixture = await openProvisioningFixture();
});
afterEach(() => fixture.close());

const own = await setWith({ "BOARD_MEMORY.md.j2": "{# nothing to remember yet #}" });
const otherSoul = await setWith({
  "BOARD_MEMORY.md.j2": "{# nothing to remember yet #}",
  "BOARD_SOUL.md.j2": "# Other",
});

/** The names of an agent's files, and of the files that had to be rendered. */
async function outline(templates: TemplateSet, { afresh = false } = {}) {
  const { database } = fixture.app;
  const gateway = readGateway(database, fixture.gatewayId);
  const worker = readAgent(database, fixture.agentIds[5] ?? "");
  const board = readBoard(database, worker.boardId ?? "");
  const renderer = createRenderer({ database, templates, baseUrl: "http://127.0.0.1:8000" });
  const files = await renderer.outlinesFor(gateway, null, { afresh })(scopedAgent(gateway, worker, board), current);
  const rendered = files.filter(({ maskedContent }) => maskedContent !== null);
  return { names: files.map(({ name }) => name), rendered: rendered.map(({ name }) => name) };
}

test("what was rendered from the same inputs is not rendered again, nor is a file that came out empty", async () => {
  const first = await outline(own);
  expect(first.rendered).toEqual(first.names);
  expect(first.names).not.toContain("MEMORY.md");
  expect(await outline(own)).toEqual({ names: first.names, rendered: [] });
});

test("one changed template: its file alone is rendered", async () => {
  const { names } = await outline(own);
  expect(await outline(otherSoul)).toEqual({ names, rendered: ["SOUL.md"] });
  expect(await outline(otherSoul)).toEqual({ names, rendered: [] });
});

test("a changed record, or a look that trusts nothing: all of them are", async () => {
  const { names } = await outline(own);
  updateAgent(fixture.app.database, fixture.agentIds[5] ?? "", { name: "Renamed" });
  expect((await outline(own)).rendered).toEqual(names);
  expect((await outline(own, { afresh: true })).rendered).toEqual(names);
});

describe("a mirror of Mission Control's records", () => {
  const values = "{% if board_id is defined %}{{ board_success_metrics }} {{ identity_verbosity }}{% endif %}";
  const template = setWith({ "BOARD_MEMORY.md.j2": values });

  async function memoryOf(isMirror: boolean, afterRead = () => {}) {
    const { database } = fixture.app;
    const gateway = readGateway(database, fixture.gatewayId);
    const worker = readAgent(database, fixture.agentIds[5] ?? "");
    const board = readBoard(database, worker.boardId ?? "");
    afterRead();
    const renderer = createRenderer({
      database,
      templates: await template,
      baseUrl: "http://127.0.0.1:8000",
      isMirror: () => isMirror,
    });
    const files = await renderer.outlinesFor(gateway, null, { afresh: false })(
      scopedAgent(gateway, worker, board),
      classic,
    );
    return files.find(({ name }) => name === "MEMORY.md")?.maskedContent;
  }

  function store(metrics: string) {
    const { sqlite } = fixture.app.database;
    sqlite.prepare("UPDATE boards SET success_metrics = ?").run(metrics);
    sqlite.prepare("UPDATE agents SET identity_profile = ?").run('{"verbosity":1.0}');
  }

  test("is rendered from the JSON as Mission Control wrote it, and rendered again when that begins or ends", async () => {
    store('{"b":1.0,"2":12345678901234567890}');
    expect(await memoryOf(false)).toBe('{"2":12345678901234567000,"b":1} 1');
    expect(await memoryOf(true)).toBe('{"b": 1.0, "2": 12345678901234567890} 1.0');
    expect(await memoryOf(true)).toBeNull();
    expect(await memoryOf(false)).toBe('{"2":12345678901234567000,"b":1} 1');
  });

  test("never mixes two pulls in a file", async () => {
    store('{"a":1.0}');
    expect(await memoryOf(true, () => store('{"a":2.0}'))).toBe('{"a": 1} 1.0');
  });
});
