import { expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { setWith } from "../templates/test-support.ts";
import { fixture, open } from "./test-open-fixture.ts";

const endless = "{{ agent_name in [1] * 1000000000 }}";

test("a template that does not end refuses the set once, before anything is written", async () => {
  const { folder } = await setWith({ "BOARD_SOUL.md.j2": endless });
  await open({ agents: 12, boards: 1, templateFolder: folder });
  const { status, report } = await fixture.sync();
  expect(status).toBe("failed");
  expect(report.errors).toMatchObject([
    { code: "template-error", agentId: null, message: expect.stringMatching(/^Template BOARD_SOUL\.md\.j2 /) },
  ]);
  expect(report.agents.map(({ outcome }) => outcome)).toEqual(report.agents.map(() => "not-attempted"));
  expect(fixture.gateway.fileWrites + fixture.gateway.configWrites).toBe(0);
}, 60_000);

test("an agent's own template that does not end fails that agent, by name", async () => {
  await open({ agents: 2, boards: 1 });
  const [id = ""] = fixture.agentIds;
  updateAgent(fixture.app.database, id, { soulTemplate: endless });
  const { report } = await fixture.sync();
  expect(report.errors).toMatchObject([
    { agentId: id, message: expect.stringMatching(/^The soul_template of agent ".+": it was stopped/) },
  ]);
  expect(report.agents.filter(({ outcome }) => outcome === "updated")).toHaveLength(2);
}, 60_000);
