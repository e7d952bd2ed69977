import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { runCheckCommand } from "./check-command.ts";
import { agentCount, type Bench } from "./open-version.ts";

/** A gateway that cannot be provisioned is reported in one error, and nothing on it changes. */
export async function isRefusedAsTooOld(bench: Bench): Promise<string> {
  const { station, gateway } = bench;
  const standing = () => ({
    config: readFileSync(join(gateway.stateFolder, "config.json"), "utf8"),
    files: readdirSync(gateway.workspaceRoot, { recursive: true }),
  });
  const before = standing();

  const { status, report } = await station.sync({ rotateTokens: true });

  expect(status).toBe("failed");
  expect(report.errors).toMatchObject([{ severity: "error", code: "gateway-too-old", agentId: null }]);
  expect(report.agents.map(({ outcome }) => outcome)).toEqual(Array(agentCount + 1).fill("not-attempted"));
  expect(report.stats).toMatchObject({ configWrites: 0, fileWrites: 0, retries: 0 });
  expect(standing()).toEqual(before);
  return "refused: gateway-too-old, nothing written";
}

export async function isRefusedInCheck(bench: Bench): Promise<string> {
  const { exitCode, answer } = await runCheckCommand(bench);
  expect({ exitCode, answer }).toMatchObject({
    exitCode: 3,
    answer: { ok: false, failedStage: "version", failure: { code: "gateway-too-old" } },
  });
  return "fails at version, exit 3";
}
