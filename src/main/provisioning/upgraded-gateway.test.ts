import { expect, test } from "vitest";
import { dialects } from "../gateway/dialects.ts";
import { fixture, open } from "./test-open-fixture.ts";

const [newest = "", oldest = ""] = dialects.map(({ name }) => name);

/** What a run of an older version left in the history. */
function rememberAs(version: string, dialect: string): void {
  fixture.app.database.sqlite
    .prepare("UPDATE runs SET report = json_set(report, '$.gatewayVersion', ?, '$.dialect', ?)")
    .run(version, dialect);
}

test("a plan and a sync say that the gateway's version changed since the last run, the next one does not", async () => {
  const { sync } = await open({ agents: 1, boards: 1 });
  expect((await sync()).report.notes?.join() ?? "").not.toContain("changed from");
  rememberAs("2026.9.4", newest);
  const planned = await sync({ dryRun: true });
  expect(planned.report.notes?.join()).toContain("changed from OpenClaw 2026.9.4 to 2026.9.6 since the last run");
  rememberAs("2026.9.4", newest);
  expect((await sync()).report.notes?.join()).toContain("changed from OpenClaw 2026.9.4 to 2026.9.6");
  expect((await sync()).report.notes?.join() ?? "").not.toContain("changed from");
});

test("an agent without a token after an upgrade to another dialect is left alone, with the doctor as the first advice", async () => {
  const { sync, gateway, agentIds, keyOf, app } = await open({ agents: 2, boards: 1 });
  await sync();
  rememberAs("2026.3.28", oldest);
  const [id = ""] = agentIds;
  gateway.writeFile(keyOf(id), "AGENTS.md", "# Agent\n");
  app.database.sqlite.exec("DELETE FROM agent_token_state; DELETE FROM written_files");
  for (const run of ["first", "second"]) {
    const { report } = await sync();
    const [error] = report.errors.filter(({ agentId }) => agentId === id);
    expect(error, run).toMatchObject({ code: "token-unreadable" });
    expect(error?.hint, run).toContain("openclaw doctor --fix");
    expect(gateway.readFile(keyOf(id), "AGENTS.md"), run).toBe("# Agent\n");
  }
});
