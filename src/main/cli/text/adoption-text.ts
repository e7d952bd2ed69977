import type { AdoptableAgent, AdoptableAgents, AdoptedAgent, AdoptionResult } from "../../../shared/adoption.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import type { Output } from "../output.ts";
import { count } from "./amounts.ts";
import { oneLine, wrap } from "./plain.ts";

/** The agents without a record, and what can be done about them. */
export function adoptableLines(gatewayName: string, { agents }: AdoptableAgents, output: Output): string[] {
  const { paint, columns: width } = output;
  const place = `gateway "${oneLine(gatewayName)}"`;
  if (agents.length === 0) return [`${paint("green", "✔")} Every agent on ${place} has a record.`];
  const able = agents.filter(({ whyNot }) => whyNot === null);
  return [
    paint(
      "bold",
      `${count(agents.length, "agent")} on ${place} without a record, ${able.length} of which can be adopted`,
    ),
    ...agents.flatMap((agent) => ["", ...adoptableParts(agent, output, width)]),
    "",
    paint("dim", "  `adopt add` makes records for them. No sync changes or deletes them before."),
  ];
}

function adoptableParts(agent: AdoptableAgent, { paint }: Output, width: number): string[] {
  const { key, name, workspace, files, heartbeat, madeBy, whyNot } = agent;
  const sizes = files.map((file) => `${file.name} (${file.sizeBytes === null ? "?" : spellSize(file.sizeBytes)})`);
  const facts = [
    madeBy,
    `Workspace: ${workspace ?? "not known"}`,
    `Files: ${sizes.length > 0 ? sizes.join(", ") : "none"}`,
    `Heartbeat: ${heartbeat}`,
  ];
  const mark = whyNot === null ? paint("green", "+") : paint("yellow", "!");
  return [
    `${mark} ${oneLine(key)}${name === key ? "" : `  ${oneLine(name)}`}`,
    ...facts.flatMap((fact) => wrap(oneLine(fact), { width, firstIndent: "    ", restIndent: "      " })),
    ...(whyNot === null ? [] : [paint("yellow", `    Cannot be adopted: ${oneLine(whyNot)}.`)]),
  ];
}

/** What was adopted, or would be. */
export function adoptionLines(
  gatewayName: string,
  { adopted, refused }: AdoptionResult,
  { output, isDryRun }: { output: Output; isDryRun: boolean },
): string[] {
  const { paint } = output;
  const what = count(adopted.length, "agent");
  const place = `gateway "${oneLine(gatewayName)}"`;
  const title = isDryRun ? `Would adopt ${what} on ${place}.` : `Adopted ${what}. Nothing changed on ${place}.`;
  return [
    ...(adopted.length > 0 ? [`${paint("green", "✔")} ${title}`] : ["No agent was adopted."]),
    ...adopted.flatMap((agent) => adoptedLines(agent, output)),
    ...refused.map(({ name, why }) => paint("yellow", `  ! ${oneLine(`${name} cannot be adopted: ${why}`)}.`)),
  ];
}

function adoptedLines({ key, name, mode, files, next }: AdoptedAgent, { paint, columns: width }: Output): string[] {
  const named = (verdict: string) => files.filter((file) => file.verdict === verdict).map((file) => file.name);
  const [kept, absent, same] = [named("kept"), named("absent"), named("same")];
  const facts = [
    kept.length > 0 ? `Kept as they are: ${kept.join(", ")}` : "",
    absent.length > 0 ? `Not made: ${absent.join(", ")}` : "",
    same.length > 0 ? `As the templates have them: ${same.join(", ")}` : "",
    ...next,
  ];
  return [
    `  ${oneLine(name)}${name === key ? "" : `  (${oneLine(key)})`}  ${paint("dim", mode)}`,
    ...facts
      .filter((fact) => fact !== "")
      .flatMap((fact) => wrap(oneLine(fact), { width, firstIndent: "    ", restIndent: "      " })),
  ];
}
