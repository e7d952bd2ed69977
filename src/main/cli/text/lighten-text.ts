import type { LeftReason, LightenedAgent, LightenReport } from "../../../shared/lighten.ts";
import { count } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

export type LightenTextOptions = {
  paint: Paint;
  columns: number;
  /** The command that replaces the hashes that a dry run found. */
  again: string;
};

/** Which hashes were replaced or would be, and which were not and why. */
export function lightenLines(report: LightenReport, { paint, columns, again }: LightenTextOptions): string[] {
  const { agents, dryRun, gatewayName } = report;
  const gateway = `gateway "${oneLine(gatewayName)}"`;
  if (agents.length === 0) return [`There is nothing to lighten on ${gateway}.`];
  const stay = agents.filter(({ outcome }) => outcome === "left");
  const changed = agents.length - stay.length;
  const verb = dryRun ? "would be replaced" : changed === 1 ? "was replaced" : "were replaced";
  return [
    paint("bold", `${changed} of ${count(agents.length, "heavy hash", "heavy hashes")} on ${gateway} ${verb}.`),
    "",
    ...textTable({
      columns: [{ title: "Agent" }, { title: "Iterations", align: "right" }, { title: "", cut: "end" }],
      rows: agents.map((agent) => [agent.agentName, agent.iterations.toLocaleString("en-US"), resultOf(agent)]),
      width: columns,
      indent: "  ",
      paint,
    }),
    ...advice(stay).map((line) => paint("cyan", `  → ${line}`)),
    ...(dryRun && changed > 0 ? ["", `Replace them: ${again}`] : []),
  ];
}

function resultOf({ outcome, reason, detail }: LightenedAgent) {
  if (outcome === "planned") return "would be replaced";
  if (outcome === "lightened") return { text: "replaced", style: "green" as const };
  const why = reason === null ? "" : reasons[reason].why;
  return { text: `left: ${why}${detail === null ? "" : ` (${detail})`}`, style: "yellow" as const };
}

/** What to do about the hashes that were not replaced, once per reason. */
function advice(stay: LightenedAgent[]): string[] {
  const found = new Set(stay.map(({ reason }) => reason));
  const hints = [...found].flatMap((reason) => (reason === null ? [] : reasons[reason].hint));
  return [...new Set(hints)];
}

const repair = "sync --rotate-tokens gives a new token, with a light hash, to agents whose token is missing or wrong.";

const rekey = "sync --rekey-all gives every agent in scope a new token, with a light hash.";

const reasons: Record<LeftReason, { why: string; hint: string }> = {
  "no-token": { why: "no token can be read from its file", hint: repair },
  mismatch: { why: "the token in its file does not match the hash", hint: repair },
  "not-on-gateway": { why: "the agent is not on the gateway", hint: "sync adds agents that are not on the gateway." },
  "rekey-pending": {
    why: "an unfinished re-key has left a new token pending",
    hint: rekey,
  },
  "too-heavy": { why: "the hash has too many iterations to verify", hint: rekey },
  "changed-meanwhile": {
    why: "its hash changed in the meantime",
    hint: "Run the command again for hashes that changed.",
  },
};
