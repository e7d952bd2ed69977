import type { Command } from "commander";
import { publicAgent } from "../../shared/public-agent.ts";
import type { Agent } from "../../shared/records.ts";
import type { RunKind } from "../../shared/run-kinds.ts";
import { findDoubtsOf } from "../database/doubts/find-doubts.ts";
import type { Database } from "../database/open-database.ts";
import type { RunSyncResult } from "../provisioning/model/run-request.ts";
import type { Cli } from "./cli-context.ts";
import { type ExitCode, exitCodeOfRun, exitCodes } from "./exit-codes.ts";
import { runLines } from "./run-result.ts";
import { doubtLines } from "./text/doubt-lines.ts";
import { oneLine } from "./text/plain.ts";

/** The result of ensuring an agent; `run` is null when it did not need provisioning. */
export type Ensured = { agent: Agent; created: boolean; run: RunSyncResult | null };

export type EnsuredOptions = { kind: RunKind; gatewayName: string; what: string };

/** Shows an agent that was ensured and, where it was provisioned, the run. */
export async function showEnsured(
  cli: Cli,
  command: Command,
  database: Database,
  { agent, created, run }: Ensured,
  { kind, gatewayName, what }: EnsuredOptions,
): Promise<ExitCode> {
  const { output } = cli;
  const doubts = findDoubtsOf(database, { agentId: agent.id });
  const json = { agent: publicAgent(agent), created, doubts, status: run?.status ?? null, run: run?.report ?? null };
  const verb = created ? "is new" : run ? "existed and needed provisioning" : "exists; nothing to do";
  await output.result(json, () => {
    const headline = output.paint("bold", `"${oneLine(agent.name)}", the ${what}, ${verb}.`);
    const lines = [headline, ...doubtLines(doubts, output)];
    if (!run) return lines;
    return [...lines, "", ...runLines(cli, command, database, run, { kind, gatewayName, dryRun: false })];
  });
  return run ? exitCodeOfRun(run) : exitCodes.done;
}
