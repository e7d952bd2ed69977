import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { addressFault } from "../../../shared/addresses.ts";
import { agentModes } from "../../../shared/agent-modes.ts";
import { labelsSchema } from "../../../shared/labels.ts";
import type { VariableOwner } from "../../../shared/variables.ts";
import { labelColours } from "../../../shared/views.ts";
import { readBoardFolders, saveBoardFolder } from "../board-templates.ts";
import type { Database } from "../database.ts";
import { readGatewayChecks, saveGatewayCheck } from "../gateway-checks.ts";
import { readGatewayLabels, saveGatewayLabel } from "../gateway-labels.ts";
import {
  readAgentDeliveries,
  readAgentModes,
  readGatewayNotes,
  saveAgentDelivery,
  saveAgentMode,
  saveGatewayDelivery,
} from "../gateway-notes.ts";
import { readGatewayTemplates, saveOwnTemplates } from "../gateway-templates.ts";
import { readLabels, saveLabels } from "../record-labels.ts";
import { listAllVariables, saveVariable } from "../template-variables.ts";

/*
 * What an operator sets for a record in Flight Deck and Mission Control has no column for. A fleet file has it in the rows of
 * the records, under the names below. All of it is optional.
 */

const variables = z.record(z.string(), z.string());
export const baseUrlColumn = z
  .string()
  .trim()
  .superRefine((url, context) => {
    const fault = addressFault("base-url", url);
    if (fault) context.addIssue({ code: "custom", message: `${fault.reason}. ${fault.hint}` });
  });

const folderColumn = z.string().trim().min(1, "must not be empty").nullable();

const schemas = {
  organizations: z.object({ variables }).partial(),
  gateways: z
    .object({
      label_colour: z.enum(labelColours, `is not one of ${labelColours.join(", ")}`),
      label_environment: z.string().max(40, "is longer than 40 characters"),
      check_every_minutes: z.number().int().min(0).max(1440),
      delivers_heartbeats: z.boolean(),
      template_folder: folderColumn,
      base_url: baseUrlColumn.nullable(),
      variables,
    })
    .partial(),
  boards: z.object({ labels: labelsSchema, template_folder: folderColumn, variables }).partial(),
  agents: z
    .object({
      delivers_heartbeats: z.boolean().nullable(),
      labels: labelsSchema,
      mode: z.enum(agentModes, `is not one of ${agentModes.join(", ")}`),
    })
    .partial(),
};
type OwnTable = keyof typeof schemas;

/** By column. */
export type OwnValues = Record<string, unknown>;

const isOwnTable = (table: string): table is OwnTable => table in schemas;

export function ownColumnsOf(table: string): string[] {
  return isOwnTable(table) ? Object.keys(schemas[table].shape) : [];
}

/** Reads our own columns of a row of a fleet file. @returns those that it gives, and what is wrong with the others */
export function parseOwnColumns(
  table: string,
  row: Record<string, unknown>,
): { own: OwnValues; issues: z.core.$ZodIssue[] } {
  if (!isOwnTable(table)) return { own: {}, issues: [] };
  const given = ownColumnsOf(table).flatMap((column) => (row[column] === undefined ? [] : [[column, row[column]]]));
  const result = schemas[table].safeParse(Object.fromEntries(given));
  return result.success ? { own: result.data, issues: [] } : { own: {}, issues: result.error.issues };
}

/** Reads our own columns of every record, all of them, in one order. */
export function readOwnColumns(db: Database): (table: string, id: string) => OwnValues {
  const kinds: Record<string, VariableOwner["kind"]> = {
    organizations: "organization",
    gateways: "gateway",
    boards: "board",
  };
  const gatewayLabels = readGatewayLabels(db);
  const labels = { agent: readLabels(db, "agent"), board: readLabels(db, "board") };
  const checks = readGatewayChecks(db);
  const notes = readGatewayNotes(db);
  const templates = readGatewayTemplates(db);
  const ofBoard = readBoardFolders(db);
  const deliveries = readAgentDeliveries(db);
  const modes = readAgentModes(db);
  const owned = Map.groupBy(listAllVariables(db), ({ owner }) => `${owner.kind} ${owner.id}`);
  return (table, id) => {
    if (table === "agents")
      return {
        delivers_heartbeats: deliveries.get(id) ?? null,
        labels: labels.agent.get(id) ?? [],
        mode: modes.get(id) ?? "full",
      };
    const kind = kinds[table];
    if (kind === undefined) return {};
    const ofOwner = owned.get(`${kind} ${id}`) ?? [];
    const own = { variables: Object.fromEntries(ofOwner.map(({ name, value }) => [name, value])) };
    if (kind === "board") return { labels: labels.board.get(id) ?? [], template_folder: ofBoard(id), ...own };
    if (kind !== "gateway") return own;
    const { colour, environment } = gatewayLabels(id);
    const { folder, baseUrl: ownBaseUrl } = templates(id);
    return {
      label_colour: colour,
      label_environment: environment,
      check_every_minutes: checks[id]?.everyMinutes ?? 0,
      delivers_heartbeats: notes(id).deliversHeartbeats,
      template_folder: folder,
      base_url: ownBaseUrl,
      ...own,
    };
  };
}

/** The columns that these values would change. A variable that is only here stays. */
export function changedOwnColumns(before: OwnValues, given: OwnValues): string[] {
  return Object.keys(given).filter((column) => {
    const ours = before[column];
    if (column !== "variables") return !isDeepStrictEqual(ours, given[column]);
    const known = Object.entries(ours as Record<string, string>);
    return !Object.entries(given[column] as Record<string, string>).every(([name, value]) =>
      known.some(([knownName, knownValue]) => knownName === name && knownValue === value),
    );
  });
}

/** Saves the given columns of a record. @param before as `readOwnColumns` gives them */
export function saveOwnColumns(db: Database, { table, id }: { table: string; id: string }, values: OwnValues): void {
  if (table === "agents") {
    const { delivers_heartbeats: delivers, labels, mode } = values as z.infer<typeof schemas.agents>;
    if (delivers !== undefined) saveAgentDelivery(db, id, delivers);
    if (labels !== undefined) saveLabels(db, "agent", id, labels);
    if (mode !== undefined) saveAgentMode(db, id, mode);
  } else if (table === "gateways") saveOfGateway(db, id, values as z.infer<typeof schemas.gateways>);
  else if (table === "boards") saveOfBoard(db, id, values as z.infer<typeof schemas.boards>);
  else saveVariables(db, { kind: "organization", id }, values);
}

function saveOfGateway(db: Database, id: string, values: z.infer<typeof schemas.gateways>): void {
  const { label_colour: colour, label_environment: environment, check_every_minutes: minutes } = values;
  if (colour !== undefined || environment !== undefined) {
    const before = readGatewayLabels(db)(id);
    saveGatewayLabel(db, id, {
      colour: colour ?? before.colour,
      environment: environment ?? before.environment,
    });
  }
  if (minutes !== undefined) saveGatewayCheck(db, id, minutes);
  if (values.delivers_heartbeats !== undefined) saveGatewayDelivery(db, id, values.delivers_heartbeats);
  if (values.template_folder !== undefined || values.base_url !== undefined) {
    const before = readGatewayTemplates(db)(id);
    const folder = values.template_folder === undefined ? before.folder : values.template_folder;
    saveOwnTemplates(db, id, { folder, baseUrl: values.base_url === undefined ? before.baseUrl : values.base_url });
  }
  saveVariables(db, { kind: "gateway", id }, values);
}

function saveOfBoard(db: Database, id: string, values: z.infer<typeof schemas.boards>): void {
  if (values.labels !== undefined) saveLabels(db, "board", id, values.labels);
  if (values.template_folder !== undefined) saveBoardFolder(db, id, values.template_folder);
  saveVariables(db, { kind: "board", id }, values);
}

function saveVariables(db: Database, owner: VariableOwner, { variables: given = {} }: OwnValues): void {
  for (const [name, value] of Object.entries(given as Record<string, string>)) saveVariable(db, owner, { name, value });
}
