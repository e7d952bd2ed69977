import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type LabelsChange, type LabelsReport, labelSchema, labelsSchema } from "../../shared/labels.ts";
import { readAgent } from "../database/agents.ts";
import { readBoard } from "../database/boards.ts";
import type { Database } from "../database/open-database.ts";
import { type Labelled, listAgentIdsWithLabel, listLabels, readLabels, saveLabels } from "../database/record-labels.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

/**
 * Gives agents and boards labels and takes labels away: of all of them, or of none if one cannot have them.
 * @throws FlightDeckError not-found; bad-input for a word that is no label, or when a record would have too many
 */
export function changeLabels(services: RecordsServices, change: LabelsChange): LabelsReport {
  const { database } = services;
  const [add, remove] = [change.add.map(requireLabel), change.remove.map(requireLabel)];
  return saveRecords(services, { tell: ["agents", "boards"] }, () => {
    const records = [...named(database, "agent", change.agentIds), ...named(database, "board", change.boardIds)];
    const changes = records.flatMap((record) => {
      const after = labelsAfter(record, { add, remove });
      return after.join() === record.labels.join() ? [] : [{ ...record, labels: after }];
    });
    for (const { kind, id, labels } of changes) saveLabels(database, kind, id, labels);
    return { changed: changes.length, unchanged: records.length - changes.length };
  });
}

/** @throws FlightDeckError bad-input */
export function requireLabel(word: string): string {
  const parsed = labelSchema.safeParse(word);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues[0]?.message ?? "";
  throw new FlightDeckError("bad-input", `"${word.slice(0, 60)}" is no label: it ${why}.`, hintsOf("bad-input").label);
}

/**
 * The agents that have a label, themselves or through their boards.
 * @throws FlightDeckError not-found with the labels that there are
 */
export function agentIdsWithLabel(database: Database, word: string): string[] {
  const label = requireLabel(word);
  const ids = listAgentIdsWithLabel(database, label);
  if (ids.length > 0) return ids;
  const known = listLabels(database).map((use) => use.label);
  const hints = hintsOf("not-found");
  throw new FlightDeckError(
    "not-found",
    `No agent has the label "${label}".`,
    known.length > 0 ? hints.labels(known.slice(0, 20).join(", ")) : hints.noLabels,
  );
}

type Record = { kind: Labelled; id: string; name: string; labels: string[] };

function named(database: Database, kind: Labelled, ids: readonly string[]): Record[] {
  if (ids.length === 0) return [];
  const labels = readLabels(database, kind);
  return [...new Set(ids)].map((id) => {
    const { name } = kind === "agent" ? readAgent(database, id) : readBoard(database, id);
    return { kind, id, name, labels: labels.get(id) ?? [] };
  });
}

function labelsAfter({ kind, name, labels }: Record, { add, remove }: { add: string[]; remove: string[] }): string[] {
  const result = labelsSchema.safeParse([...labels.filter((label) => !remove.includes(label)), ...add]);
  if (result.success) return result.data;
  const why = result.error.issues[0]?.message;
  throw new FlightDeckError("bad-input", `The labels of ${kind} "${name}" ${why}.`, hintsOf("bad-input").fewerLabels);
}
