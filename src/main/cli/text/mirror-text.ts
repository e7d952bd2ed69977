import { hintForTerminal } from "../../../shared/hint-words.ts";
import {
  isLoss,
  type MirrorChange,
  type MirrorCheck,
  type MirrorPullReport,
  type MirrorStatus,
} from "../../../shared/mirror.ts";
import { type StayingAgents, stayingSentence } from "../../../shared/orphans.ts";
import type { Output } from "../output.ts";
import { doubtLines } from "./doubt-lines.ts";
import { moreAboutError } from "./more-about-error.ts";
import { oneLine, wrap } from "./plain.ts";
import { textTable } from "./text-table.ts";

type Look = Pick<Output, "paint" | "columns">;

const marks = { ok: "✔", notice: "!", failed: "✖", "not-reached": "–" } as const;
const styles = { ok: "green", notice: "yellow", failed: "red", "not-reached": "dim" } as const;

/** A connection check, a line or more for each stage. */
export function checkLines({ ok, stages }: MirrorCheck, { paint, columns }: Look): string[] {
  const headline = ok ? "Mission Control's database can be used" : "Mission Control's database cannot be used";
  const indent = " ".repeat(14);
  const lines = stages.flatMap(({ stage, result, text, hint }) => {
    const place = { width: columns, firstIndent: indent, restIndent: indent };
    const [first = "", ...rest] = wrap(oneLine(text), place);
    const advice =
      hint === null ? [] : wrap(`→ ${oneLine(hintForTerminal(hint))}`, { ...place, restIndent: `${indent}  ` });
    return [
      `  ${paint(styles[result], marks[result])} ${stage.padEnd(10)}${first.trimStart()}`,
      ...rest,
      ...advice.map((line) => paint("cyan", line)),
    ];
  });
  return [`${paint(ok ? "green" : "red", ok ? "✔" : "✖")} ${paint("bold", headline)}`, "", ...lines];
}

/** What a pull changed: the sums by table, and the first rows of each. */
export function pullLines(
  { isFull, counts, changes, staying = [], doubts = [] }: MirrorPullReport,
  { unpushed, conflicts }: { unpushed: number; conflicts: number },
  { paint, columns: width }: Look,
): string[] {
  const tables = Object.entries(counts).filter(([, sums]) => Object.values(sums).some((sum) => sum > 0));
  const numbers = ["added", "changed", "deleted", "left out"].map((title) => ({ title, align: "right" as const }));
  const rows = tables.map(([table, { added, changed, deleted, leftOut }]) => [
    table.replaceAll("_", " "),
    ...[added, changed, deleted, leftOut].map(String),
  ]);
  const nothing = tables.length === 0 ? ": nothing has changed" : "";
  return [
    `${paint("green", "✔")} ${paint("bold", `Pulled ${isFull ? "all rows" : "what has changed"}${nothing}`)}`,
    ...(rows.length > 0
      ? ["", ...textTable({ columns: [{ title: "table" }, ...numbers], rows, width, indent: "  ", paint })]
      : []),
    ...(changes.length > 0 ? ["", ...changes.flatMap((change) => changeLines(change, { paint, columns: width }))] : []),
    ...staying.flatMap((agents) => stayingLines(agents, { paint, columns: width })),
    ...doubtLines(doubts, { paint, columns: width }),
    ...outboxLines(unpushed, conflicts).map((line) => paint("yellow", line)),
  ];
}

function stayingLines(agents: StayingAgents, { paint, columns: width }: Look): string[] {
  const advice = "`adopt list --gateway NAME` lists them, to adopt or delete.";
  const text = oneLine(`! ${stayingSentence(agents)} ${advice}`);
  return wrap(text, { width, firstIndent: "", restIndent: "  " }).map((line) => paint("yellow", line));
}

const verbs = { added: "+", changed: "~", deleted: "-", "left-out": "!" } as const;

function changeLines(change: MirrorChange, { paint, columns: width }: Look): string[] {
  const { table, kind, name, id, columns, reason } = change;
  const what = `${table.replaceAll("_", " ")} ${name === "" ? id : `"${name}"`}`;
  const detail = {
    added: "",
    changed: `: ${columns.join(", ")}`,
    deleted: columns.length > 0 ? `: deleted, with changes that were not written back (${columns.join(", ")})` : "",
    "left-out": "",
  }[kind];
  const line = oneLine(`${verbs[kind]} ${what}${detail}${reason ? `: ${reason}` : ""}`);
  const lines = wrap(line, { width, firstIndent: "  ", restIndent: "    " });
  return isLoss(change) ? lines.map((text) => paint("yellow", text)) : lines;
}

function outboxLines(unpushed: number, conflicts: number): string[] {
  const rows = unpushed === 1 ? "One row" : `${unpushed} rows`;
  const both = conflicts === 1 ? "One column" : `${conflicts} columns`;
  return [
    ...(unpushed > 0 ? [`! ${rows} changed here, not yet written back to Mission Control.`] : []),
    ...(conflicts > 0 ? [`! ${both} changed both here and in Mission Control: choose which to keep.`] : []),
  ];
}

/** The source and how fresh the records are. */
export function statusLines(status: MirrorStatus, { paint, columns }: Look): string[] {
  const { source, lastPull, lastError, staleSince, unpushed, conflicts } = status;
  if (!source) return ["The records are this installation's own: Mission Control's database is not set."];
  const written = {
    on: "changes made here are written back",
    off: "nothing is written back (turned off)",
    "read-only": "nothing is written back (the user may only read)",
  }[source.writeBack];
  const server = `${source.database} at ${source.host} port ${source.port}, user ${source.user}, TLS ${source.tls}`;
  const failure = lastError
    ? [
        ...wrap(oneLine(`✖ ${lastError.at}: ${lastError.message}`), {
          width: columns,
          firstIndent: "",
          restIndent: "  ",
        }),
        `  → ${oneLine(hintForTerminal(lastError.hint))}`,
        `  ${moreAboutError(lastError.code)}`,
      ]
    : [];
  return [
    paint("bold", oneLine(`Mission Control's database: ${server}`)),
    `  ${written}; a window that is open pulls every ${source.pollSeconds} s`,
    `  last pull: ${lastPull ? lastPull.finishedAt : "none yet"}${staleSince ? `; stale since ${staleSince}` : ""}`,
    ...failure.map((line) => paint("red", line)),
    ...outboxLines(unpushed, conflicts).map((line) => paint("yellow", line)),
  ];
}
