import { randomUUID } from "node:crypto";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { slug } from "../../shared/identity.ts";
import { type Board, nowTimestamp } from "../../shared/records.ts";
import { insertBoard } from "../database/boards.ts";
import { readGateway } from "../database/gateways.ts";
import { saveLabels } from "../database/record-labels.ts";
import { type RecordsServices, saveRecords } from "./save-records.ts";

export type NewBoard = Omit<Board, "id" | "createdAt" | "updatedAt" | "organizationId"> & {
  labels?: string[] | undefined;
};

/** Adds a board; it belongs to its gateway's organization. @throws FlightDeckError not-found, bad-input */
export function createBoard(services: RecordsServices, { labels = [], ...fields }: NewBoard): Board {
  const { database } = services;
  if (fields.gatewayId === null) {
    throw new FlightDeckError("bad-input", "A new board needs a gateway.", hintsOf("bad-input").chooseGateway);
  }
  const { organizationId } = readGateway(database, fields.gatewayId);
  const now = nowTimestamp();
  const board = { ...fields, slug: fields.slug.trim() || slug(fields.name), organizationId };
  const row: Board = { ...board, id: randomUUID(), createdAt: now, updatedAt: now };
  saveRecords(services, { tell: ["boards", "gateways"] }, () => {
    insertBoard(database, row);
    saveLabels(database, "board", row.id, labels);
  });
  return row;
}
