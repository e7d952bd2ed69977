import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Plan, planSchema } from "../../shared/plan.ts";
import type { SyncReport } from "../../shared/sync.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

const worker = "mc-5eed0000-0000-4000-8006-000000000002";
const lead = "lead-5eed0000-0000-4000-8005-000000000001";
const gatewayName = ["--gateway", "Practice gateway"];

let fixture: CliFixture;
let cli: TestCli;

beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  await fixture.importInto(cli, fixture.fleetWith());
});

afterAll(async () => {
  await fixture.close();
});

it("a dry run says in its exit code whether there is something to do, and shows each step", async () => {
  const before = [fixture.gateway.fileWrites, fixture.gateway.configWrites];
  const { code, stdout } = await cli.runHere(["sync", ...gatewayName, "--rotate-tokens", "--dry-run"]);
  expect(code).toBe(10);
  expect(stdout).toMatch(/^Plan: \d+ create, [^·]* · 3 agents skipped · .*1 config write$/m);
  expect(stdout).toMatch(/skipped\s+its board is paused/);
  expect([fixture.gateway.fileWrites, fixture.gateway.configWrites]).toEqual(before);
  await cli.runHere(["sync", ...gatewayName, "--rotate-tokens"]);
  expect((await cli.runHere(["sync", ...gatewayName, "--dry-run"])).code).toBe(0);
});

it("a plan is saved, shown with its diffs, and applied; what moved meanwhile is refused", async () => {
  fixture.gateway.writeFile(worker, "SOUL.md", "Be rude.\n");
  fixture.gateway.writeFile(lead, "SOUL.md", "Be late.\n");
  const file = cli.file("plan.json", {});
  const saved = await cli.jsonHere<SyncReport & { plan: Plan }>(["plan", "save", file, ...gatewayName]);
  expect(saved.code).toBe(0);
  expect(saved.json.plan.summary).toMatchObject({ change: 2, conflict: 0 });
  const shown = await cli.runHere(["plan", "show", file, "--diff"]);
  expect(shown.stdout).toContain("edited on the gateway");
  expect(shown.stdout).toContain("-Be rude.");
  expect(planSchema.parse((await cli.jsonHere(["plan", "show", file])).json)).toBeTruthy();

  fixture.gateway.writeFile(lead, "SOUL.md", "Be very late.\n");
  const applied = await cli.jsonHere<SyncReport>(["apply", file]);
  expect(applied.code).toBe(1);
  expect(applied.json.errors).toEqual([expect.objectContaining({ code: "plan-moved" })]);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).not.toContain("rude");
  expect(fixture.gateway.readFile(lead, "SOUL.md")).toBe("Be very late.\n");
});

it("shows the same change of several agents once, with their names below it", async () => {
  await cli.runHere(["sync", ...gatewayName]);
  for (const key of [worker, lead]) {
    fixture.gateway.writeFile(key, "SOUL.md", `${fixture.gateway.readFile(key, "SOUL.md")}\nBe rude.\n`);
    fixture.gateway.writeFile(key, "IDENTITY.md", "Nothing.\n");
  }
  const dry = (await cli.runHere(["sync", ...gatewayName, "--dry-run", "--diff"])).stdout;
  const file = cli.file("same.json", {});
  await cli.runHere(["plan", "save", file, ...gatewayName]);
  const shown = (await cli.runHere(["plan", "show", file, "--diff"])).stdout;
  for (const text of [dry, shown]) {
    expect(text.match(/-Be rude\./g)).toHaveLength(1);
    expect(text).toMatch(/^ {2}2 agents · SOUL\.md {2}\+1 -2$/m);
    expect(text).toContain("The same for: Juno, Pico");
    expect(text).toContain("Differs by agent: ‹line› (the line).");
    // What differs, differs.
    expect(text.match(/-Nothing\./g)).toHaveLength(2);
    expect(text).toMatch(/^ {2}Juno · IDENTITY\.md/m);
  }
  await cli.runHere(["sync", ...gatewayName]);
});

it("a plan is applied in part", async () => {
  fixture.gateway.writeFile(worker, "SOUL.md", "Be rude.\n");
  fixture.gateway.writeFile(worker, "IDENTITY.md", "Unknown.\n");
  const file = cli.file("part.json", {});
  const { plan } = (await cli.jsonHere<{ plan: Plan }>(["plan", "save", file, ...gatewayName])).json;
  const name = plan.agents.find(({ agentKey }) => agentKey === worker)?.agentName ?? "";
  const applied = await cli.jsonHere<SyncReport>(["apply", file, "--agent", name, "--file", "SOUL.md"]);
  expect(applied.code).toBe(0);
  expect(applied.json.agents).toMatchObject([{ agentName: name, filesWritten: ["SOUL.md"] }]);
  expect(fixture.gateway.readFile(worker, "IDENTITY.md")).toBe("Unknown.\n");
});

it("theirs is kept where it is chosen, the rest is applied, and ours is taken again on demand", async () => {
  for (const key of [worker, lead]) fixture.gateway.writeFile(key, "SOUL.md", `Be rude, ${key}.\n`);
  fixture.gateway.writeFile(worker, "IDENTITY.md", "Unknown.\n");
  const file = cli.file("keep.json", {});
  const { plan } = (await cli.jsonHere<{ plan: Plan }>(["plan", "save", file, ...gatewayName])).json;
  const name = plan.agents.find(({ agentKey }) => agentKey === worker)?.agentName ?? "";
  const applied = await cli.jsonHere<SyncReport>(["apply", file, "--keep-theirs", `${name}/SOUL.md`]);
  expect([applied.code, applied.json.errors]).toEqual([0, []]);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toContain("Be rude");
  expect(fixture.gateway.readFile(worker, "IDENTITY.md")).not.toContain("Unknown");
  expect(fixture.gateway.readFile(lead, "SOUL.md")).not.toContain("Be rude");
  expect((await cli.runHere(["sync", ...gatewayName, "--dry-run"])).code).toBe(0);
  const absent = await cli.runHere(["apply", file, "--keep-theirs", "NOTHING.md"]);
  expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('no file "NOTHING.md"')]);
  const taken = await cli.runHere(["file", "take-ours", "SOUL.md", "--agent", name]);
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining("writes the template version")]);
  expect((await cli.runHere(["file", "take-ours", "SOUL.md", "--agent", name])).stdout).toContain("was not kept");
  await cli.runHere(["sync", ...gatewayName]);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).not.toContain("Be rude");
});

it("settings outside the agents are left alone where agents or files are named, and applied when asked for", async () => {
  fixture.gateway.writeFile(lead, "SOUL.md", "Be late.\n");
  fixture.gateway.writeFile(worker, "IDENTITY.md", "Unknown.\n");
  const { tools: _, ...config } = fixture.gateway.config();
  fixture.gateway.setConfig(config);
  const file = cli.file("settings.json", {});
  const { plan } = (await cli.jsonHere<{ plan: Plan }>(["plan", "save", file, ...gatewayName])).json;
  expect(plan.summary).toMatchObject({ configWrites: 1, agentsToCorrect: 0 });
  const writes = fixture.gateway.configWrites;
  const part = await cli.runHere(["apply", file, "--file", "IDENTITY.md"]);
  expect(part.code).toBe(0);
  expect(part.stdout).toMatch(/were not applied. To apply them: .* --settings$/m);
  expect(part.stdout).toContain("1 agent: 1 updated");
  expect(fixture.gateway.readFile(worker, "IDENTITY.md")).not.toContain("Unknown");
  expect([fixture.gateway.configWrites, fixture.gateway.config().tools]).toEqual([writes, undefined]);
  const rest = await cli.jsonHere<SyncReport>(["apply", file, "--settings"]);
  expect([rest.code, rest.json]).toMatchObject([0, { agentsInScope: 0, stats: { configWrites: 1, fileWrites: 0 } }]);
  expect(fixture.gateway.config().tools).toBeDefined();
});

it("what is no plan, and an agent that is in none, change nothing and say so", async () => {
  const notOne = cli.file("fleet.json", { gateways: [] });
  const nested = cli.file("nested.json", "");
  writeFileSync(nested, `{"agents": ${"[".repeat(2000)}${"]".repeat(2000)}}`);
  const tooDeep = await cli.runHere(["apply", nested]);
  expect([tooDeep.code, tooDeep.stderr]).toEqual([2, expect.stringContaining("nested more than 200 levels deep")]);
  const refused = await cli.runHere(["apply", notOne]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("is not a plan");
  const file = cli.file("again.json", {});
  await cli.runHere(["plan", "save", file, ...gatewayName]);
  const unknown = await cli.runHere(["apply", file, "--agent", "Unknown"]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no agent "Unknown"');
});

it("a plan without changes is saved and applied with exit 0, and does not suggest applying it", async () => {
  await cli.runHere(["sync", ...gatewayName]);
  const file = cli.file("nothing.json", {});
  const saved = await cli.runHere(["plan", "save", file, ...gatewayName]);
  expect(saved.code).toBe(0);
  expect(saved.stdout).toMatch(/^Saved to .*nothing\.json; it has nothing to apply\.$/m);
  const calls = [...fixture.gateway.calls];
  const applied = await cli.runHere(["apply", file]);
  expect([applied.code, applied.stdout]).toEqual([0, expect.stringContaining("has nothing to apply")]);
  expect(applied.stdout).toContain(`plan show ${file}`);
  const { code, json } = await cli.jsonHere(["apply", file]);
  expect([code, json]).toMatchObject([0, { runId: null, agentsInScope: 0, errors: [], agents: [] }]);
  expect([...fixture.gateway.calls]).toEqual(calls);
  expect(calls.length).toBeGreaterThan(0);
});

it("a plan with errors is saved, without what ended in them, and says so", async () => {
  fixture.gateway.writeFile(worker, "SOUL.md", "Be rude.\n");
  const broken = fixture.gateway.inject({
    kind: "error",
    method: "agents.files.get",
    code: "INVALID_REQUEST",
    message: "no",
    times: 1,
  });
  const file = cli.file("errors.json", {});
  const { code, stdout } = await cli.runHere(["plan", "save", file, ...gatewayName, "--verify"]);
  broken.remove();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Saved to .*errors\.json, without what ended in errors; apply it: /m);
  expect((await cli.runHere(["plan", "show", file])).code).toBe(0);
  const away = cli.file("away.json", "as before");
  const stuck = fixture.gateway.inject({ kind: "error", method: "config.get", code: "INVALID_REQUEST", message: "no" });
  const none = await cli.runHere(["plan", "save", away, ...gatewayName]);
  stuck.remove();
  expect([none.code, none.stdout]).toEqual([1, expect.stringContaining("No plan was saved.")]);
  expect(readFileSync(away, "utf8")).toBe('"as before"');
});

// Only a shell can say how it reads the words. How PowerShell does is in shell-word.test.ts.
it.skipIf(process.platform === "win32")(
  "the command that applies a saved plan is printed with all that the plan depends on, quoted",
  async () => {
    const templates = join(cli.dataDir, "..", "our templates");
    cpSync(join(import.meta.dirname, "..", "..", "..", "templates"), templates, { recursive: true });
    appendFileSync(join(templates, "BOARD_SOUL.md.j2"), "\nOurs.\n");
    const file = cli.file("for somebody's eyes.json", {});
    const flags = ["--templates", templates, "--base-url", "http://127.0.0.1:9999/mission"];
    const { stdout } = await cli.runHere(["plan", "save", file, ...gatewayName, ...flags]);
    const line = stdout.match(/apply it: flightdeck (.*)$/m)?.[1] ?? "";
    const words = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" })
      .trimEnd()
      .split("\n");
    expect(words).toEqual(["--data-dir", cli.dataDir, "apply", file, ...flags]);
    expect((await cli.runHere(words)).code).toBe(0);
    expect(fixture.gateway.readFile(worker, "SOUL.md")).toContain("Ours.");
  },
);

it("a plan is read with a byte order mark in front; one that is not there is not called a bad plan", async () => {
  const file = cli.file("mark.json", {});
  await cli.runHere(["plan", "save", file, ...gatewayName]);
  writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
  expect((await cli.runHere(["plan", "show", file])).code).toBe(0);
  for (const words of [["plan", "show"], ["apply"]]) {
    const absent = await cli.jsonHere<{ error: object }>([...words, `${cli.dataDir}/none.json`]);
    expect(absent.code).toBe(2);
    expect(absent.json.error).toMatchObject({ message: `The plan ${cli.dataDir}/none.json does not exist.` });
  }
  expect((await cli.runHere(["apply", cli.dataDir])).stderr).toContain("is a folder");
});

it("nothing in a plan's file acts on the terminal that shows it", async () => {
  fixture.gateway.writeFile(worker, "SOUL.md", "\x1b[31mred \u202egnp.exe\n");
  const file = cli.file("hostile.json", {});
  const { plan } = (await cli.jsonHere<{ plan: Plan }>(["plan", "save", file, ...gatewayName])).json;
  const [agent] = plan.agents.filter(({ files }) => files.length > 0);
  const gateway = { ...plan.gateway, name: "\x1b[31mG\nH \u202e" };
  const files = agent?.files.map((row) => ({ ...row, name: "\x1b[2JA", reason: "\x1b[2JB", diff: "@@\n\x1b[2JC\n" }));
  const agents = [{ ...agent, agentName: "\x1b[1mD", files }];
  const hostile = { ...plan, gateway, madeAt: "\x1b[1mE\u009b", configDiff: "@@\n+\x1b[31mF\r\n", agents };
  for (const shown of [file, cli.file("by-hand.json", hostile)]) {
    for (const flags of [["--diff"], ["--json"]]) {
      const { code, stdout } = await cli.runHere(["plan", "show", shown, ...flags]);
      expect(code).toBe(0);
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
  }
});

it("a file that is not in the plan is refused with the names of those that are", async () => {
  fixture.gateway.writeFile(worker, "SOUL.md", "Be rude.\n");
  const file = cli.file("typo.json", {});
  await cli.runHere(["plan", "save", file, ...gatewayName]);
  const writes = fixture.gateway.fileWrites;
  const { code, stderr } = await cli.runHere(["apply", file, "--file", "SOUL.md", "soul.md"]);
  expect(code).toBe(2);
  expect(stderr).toContain('The plan has no file "soul.md".');
  expect(stderr).toMatch(/It has .*\bSOUL\.md\b/);
  expect(fixture.gateway.fileWrites).toBe(writes);
  expect(fixture.gateway.readFile(worker, "SOUL.md")).toBe("Be rude.\n");
});

it("shows no token anywhere", () => {
  expect(fixture.transcript()).not.toContain(fixture.gateway.token);
  expect(fixture.transcript()).not.toMatch(/AUTH_TOKEN=[\w-]{20,}/);
});
