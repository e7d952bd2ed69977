import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { updateAgent } from "../database/agents.ts";
import { fixture, open } from "./test-open-fixture.ts";

const comments = ["// The gateway of the team", "/* do not touch */"];

/** A fleet that is in sync, on a gateway whose owner removed the optional settings and wrote the file by hand. */
async function openWritten(version: string, { included }: { included?: string } = {}) {
  const opened = await open({ boards: 1, agents: 2, gateway: { version } });
  await opened.sync();
  // The file is of another origin, so OpenClaw's note in it is not there.
  const { tools: _, channels: __, meta: ___, ...rest } = opened.gateway.config();
  const parsed: JsonObject = included ? { ...rest, [included]: { $include: `./${included}.json5` } } : rest;
  const config: JsonObject = included ? { ...rest, [included]: { web: {} } } : rest;
  const text = included ? JSON.stringify(parsed) : `${comments[0]}\n${JSON.stringify(parsed)} ${comments[1]}\n`;
  opened.gateway.setConfig(config, { text, parsed });
  opened.gateway.resetCounters();
  return opened;
}

function rename(): void {
  updateAgent(fixture.app.database, fixture.agentIds[0] ?? "", { name: "Renamed" });
}

const classic = ["2026.3.28", "2026.5.12", "2026.7.35"];
/** Versions that do not show the file as it is. */
const hidden = ["2026.3.28", "2026.5.12"];

test.each(hidden)(
  "a file that OpenClaw has written may have comments since, which %s does not show",
  async (version) => {
    const { sync, gateway } = await open({ boards: 1, agents: 2, gateway: { version } });
    await sync();
    const { channels: _, ...parsed } = gateway.config();
    gateway.setConfig(parsed, { text: `${comments[0]}\n${JSON.stringify(parsed)}`, parsed });
    gateway.resetCounters();
    const { report } = await sync();
    expect([report.errors, gateway.configWrites]).toEqual([[], 0]);
    expect(report.notes?.join()).toContain("may remove the comments");
    rename();
    expect((await sync({ dryRun: true })).report.notes?.join()).toContain("does not show whether");
  },
);

describe.each([...classic, "2026.9.6"])("a configuration file with comments on %s", (version) => {
  test("is not written for optional settings alone: plan and run say so in a note", async () => {
    const { sync, gateway } = await openWritten(version);
    const settings = classic.includes(version) ? "channels.defaults.heartbeat.showOk" : "tools.exec.host";
    for (const options of [{ dryRun: true }, {}]) {
      const { report, plan } = await sync(options);
      expect(report).toMatchObject({ agentsUnchanged: 2, errors: [] });
      expect(report.notes?.join()).toContain(settings);
      const mayHaveSome = "may remove the comments of its configuration file";
      const hasSome = "would remove the comments of its configuration file";
      expect(report.notes?.join()).toContain(hidden.includes(version) ? mayHaveSome : hasSome);
      if (plan) expect([plan.notes, plan.summary.configWrites]).toEqual([report.notes, 0]);
    }
    expect(gateway.configWrites).toBe(0);
  });

  test("loses them to a change of the roster, which plan and run say, the next run not any more", async () => {
    const { sync, gateway } = await openWritten(version);
    rename();
    for (const options of [{ dryRun: true }, {}]) {
      const { status, report } = await sync(options);
      expect(status).toBe("succeeded");
      if (hidden.includes(version)) {
        expect([report.errors, report.notes?.join()]).toEqual([[], expect.stringContaining("does not show whether")]);
      } else {
        expect(report.errors).toMatchObject([{ severity: "warning", code: "config-comments-lost", agentId: null }]);
        expect(report.errors[0]?.message).toContain("2 comments");
      }
      expect(report.notes?.join() ?? "").not.toContain("optional settings");
    }
    expect(gateway.config()).toHaveProperty(classic.includes(version) ? "channels" : "tools");
    const next = await sync();
    expect([next.report.errors, next.report.notes ?? []]).toEqual([[], []]);
  });
});

describe("included files on a gateway that copies them at any write", () => {
  test("are not given up for optional settings alone", async () => {
    const { sync, gateway } = await openWritten("2026.3.28", { included: "tools" });
    const { report } = await sync();
    expect([report.errors, gateway.configWrites]).toEqual([[], 0]);
    expect(report.notes?.join()).toContain("stop reading the files that it includes");
  });

  test("are named by a plan and a run that change the roster", async () => {
    const { sync } = await openWritten("2026.3.28", { included: "tools" });
    rename();
    for (const options of [{ dryRun: true }, {}]) {
      const { report } = await sync(options);
      expect(report.errors).toMatchObject([{ severity: "warning", code: "config-include-lost" }]);
      expect(report.errors[0]?.message).toContain("takes tools from other files");
    }
    expect((await sync()).report.errors).toEqual([]);
  });
});
