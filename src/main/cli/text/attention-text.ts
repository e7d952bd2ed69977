import {
  type AttentionCause,
  type AttentionList,
  type AttentionTone,
  attentionCauses,
  attentionTitle,
  gapsOfWatch,
  type ShownAttention,
} from "../../../shared/attention.ts";
import { listNames } from "../../../shared/list-names.ts";
import { count } from "./amounts.ts";
import type { Paint, Style } from "./paint.ts";
import { oneLine, wrap } from "./plain.ts";

export type AttentionText = {
  columns: number;
  paint: Paint;
  /** How many dismissed items are left out. */
  hidden: number;
  /** The whole command of these words. */
  commandOf: (words: string[]) => string;
};

const marks: Record<AttentionTone, { sign: string; style: Style }> = {
  danger: { sign: "✖", style: "red" },
  warn: { sign: "!", style: "yellow" },
  unknown: { sign: "?", style: "dim" },
};

/** What helps, as words of a command; the page of the gateway has the rest. */
const commands: Partial<Record<AttentionCause, (item: ShownAttention, gateway: string) => string[]>> = {
  "failed-agents": ({ runIds }) => (runIds[0] ? ["runs", "show", runIds[0].slice(0, 8)] : ["runs", "list"]),
  "failed-run": ({ runIds }) => ["runs", "show", runIds[0]?.slice(0, 8) ?? ""],
  interrupted: ({ runIds }) => ["runs", "resume", runIds[0]?.slice(0, 8) ?? ""],
  token: (_, gateway) => ["sync", "--gateway", gateway, "--rotate-tokens"],
  conflict: (_, gateway) => ["sync", "--gateway", gateway, "--dry-run", "--diff"],
  silent: ({ named, agents }) => (agents === named.length ? ["agent", "wake", ...named.map(({ id }) => id)] : []),
  "never-seen": ({ named, agents }) => (agents === named.length ? ["agent", "wake", ...named.map(({ id }) => id)] : []),
  heartbeat: () => ["list", "agents"],
  version: (_, gateway) => ["sync", "--gateway", gateway, "--dry-run"],
  "mirror-stale": () => ["mirror", "pull"],
  "mirror-conflicts": () => ["mirror", "conflicts"],
  "out-of-sync": (_, gateway) => ["sync", "--gateway", gateway, "--out-of-sync"],
  unchecked: (_, gateway) => ["sync", "--gateway", gateway, "--dry-run"],
  stale: (_, gateway) => ["sync", "--gateway", gateway, "--dry-run"],
};

/** What needs attention, each with the command that helps, and what is not known. */
export function attentionLines({ items, watch }: AttentionList, text: AttentionText): string[] {
  const { hidden, paint, columns } = text;
  const notes = [
    ...(watch.gateways.length === 0 ? ["No gateway is connected."] : gapsOfWatch(watch)),
    ...(watch.pausedBoards > 0 ? [`${count(watch.pausedBoards, "paused board")} left out.`] : []),
    ...(hidden > 0 ? [`${count(hidden, "dismissed item")} left out; --dismissed shows them.`] : []),
  ];
  return [
    ...(items.length === 0 ? ["Nothing is known to need attention."] : items.flatMap((item) => itemLines(item, text))),
    ...notes
      .flatMap((note) => wrap(oneLine(note), { width: columns, firstIndent: "", restIndent: "  " }))
      .map((line) => paint("dim", line)),
  ];
}

const mostNames = 5;

function itemLines(item: ShownAttention, { columns, paint, commandOf }: AttentionText): string[] {
  const { cause, named, agents, detail, gateway, dismissedAt } = item;
  const { sign, style } = marks[attentionCauses[cause].tone];
  const names =
    agents > 0
      ? `: ${namesOf(
          named.map(({ name }) => name),
          agents,
        )}`
      : "";
  const title = `${attentionTitle(item)}${names}${dismissedAt === null ? "" : " (dismissed)"}`;
  const words = commands[cause]?.(item, gateway?.name ?? "") ?? [];
  const lines = wrap(oneLine(title), { width: columns, firstIndent: `${sign} `, restIndent: "  " });
  const body = `${detail ? `${detail} ` : ""}${attentionCauses[cause].meaning}`;
  return [
    ...lines.map((line) => paint(style, line)),
    ...wrap(oneLine(body), { width: columns, firstIndent: "  ", restIndent: "  " }),
    ...(words.length > 0 ? [paint("cyan", `  → ${commandOf(words)}`)] : []),
  ];
}

function namesOf(names: string[], agents: number): string {
  if (agents <= mostNames) return listNames(names);
  return `${names.slice(0, mostNames).join(", ")} and ${agents - mostNames} more`;
}
