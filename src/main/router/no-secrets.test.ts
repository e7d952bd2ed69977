import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { gatewaySecret, openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
afterEach(() => fixture.close());

/** Every token in a file of the gateway now. */
function agentTokens(): string[] {
  const files = fixture.gateway.agentIds.flatMap((key) =>
    ["AGENTS.md", "SOUL.md"].flatMap((name) => fixture.gateway.readFile(key, name) ?? []),
  );
  return files.flatMap((text) => [...text.matchAll(/AUTH_TOKEN=([\w-]+)/g)].flatMap(([, token]) => token ?? []));
}

it("no answer, no log and no file of the data folder holds a token", async () => {
  fixture = await openRouterFixture();
  const { client, gatewayId, agentIds, boardIds } = fixture;
  const { run } = await fixture.sync({ rotateTokens: true });
  const [first = "", second = "", , third = ""] = agentIds;
  // Edits that a diff will show; one hides the token from readers that look in its usual place.
  const key = `mc-${third}`;
  const whole = fixture.gateway.readFile(key, "AGENTS.md") ?? "";
  const tokens = agentTokens();
  expect(tokens.length).toBeGreaterThanOrEqual(7);
  fixture.gateway.writeFile(key, "AGENTS.md", whole.replace("## Tools", "## Somewhere else"));
  fixture.gateway.writeFile(key, "SOUL.md", `# Soul\nAUTH_TOKEN=${tokens[0]}\n`);
  const files = [await client.agents.files({ id: third }), await client.agents.files({ id: first })];
  const dry = await fixture.sync({ dryRun: true, rotateTokens: true });
  const again = await fixture.sync({ rotateTokens: true });
  await fixture.gateway.kill();
  const check = [];
  for await (const result of await client.gateways.check({ id: gatewayId, token: "wrong-but-secret-token" }))
    check.push(result);

  const ofPlan = { id: dry.run.id, agentId: third };
  const plans = [
    await client.runs.plan(ofPlan),
    await client.runs.exportPlan(ofPlan),
    await client.runs.planDiff({ ...ofPlan, fileName: "AGENTS.md" }),
    await client.runs.planDiff({ ...ofPlan, fileName: "SOUL.md" }),
  ];
  const answers: unknown[] = [files, dry, again, check, plans];
  for (const { id } of await client.runs.list({})) {
    answers.push(await client.runs.get({ id }), await client.runs.drift({ id }));
    answers.push(
      await client.runs.exportErrors({ id, format: "csv" }),
      await client.runs.exportErrors({ id, format: "json" }),
    );
  }
  for (const id of agentIds) answers.push(await client.agents.get({ id }));
  answers.push(
    await client.app.info(),
    await client.app.settings(),
    await client.app.diagnostics(),
    await client.gateways.list(),
    await client.gateways.probe({ id: gatewayId }),
    await client.boards.list({}),
    await client.agents.list({}),
    await client.runs.list({ boardId: boardIds[0] ?? "" }),
    await client.templates.list(),
    await client.templates.preview({ agentId: second }),
  );
  const secrets = [gatewaySecret, "wrong-but-secret-token", ...tokens, ...agentTokens()];
  const text = JSON.stringify(answers);
  expect(text).toContain(run.id);
  const onDisk = readdirSync(fixture.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const secret of secrets) {
    expect(text.includes(secret)).toBe(false);
    expect(onDisk.some((content) => content.includes(secret))).toBe(false);
  }
});
