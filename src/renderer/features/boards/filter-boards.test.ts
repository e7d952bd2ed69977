import { expect, it } from "vitest";
import type { BoardRow } from "../../../shared/views.ts";
import { filterBoards } from "./filter-boards.ts";

const row = (over: Partial<BoardRow>): BoardRow =>
  ({ id: "1", name: "", slug: "", description: "", gatewayId: "g", gatewayName: "Harbour", ...over }) as BoardRow;
const boards = [
  row({ id: "1", name: "Support", isPaused: true, errors: 0, lead: null, lastOutcome: null }),
  row({
    id: "2",
    name: "Website",
    gatewayId: "h",
    gatewayName: "Quay",
    isPaused: false,
    errors: 2,
    lead: { id: "a", name: "A" },
  }),
];
const namesOf = (filter: Partial<Parameters<typeof filterBoards>[1]>) =>
  filterBoards(boards, { text: "", gatewayId: "", state: "", ...filter }).map(({ name }) => name);

it.each([
  [{}, ["Support", "Website"]],
  [{ text: "harbour sup" }, ["Support"]],
  [{ text: "quay sup" }, []],
  [{ gatewayId: "h" }, ["Website"]],
  [{ state: "paused" }, ["Support"]],
  [{ state: "active" }, ["Website"]],
  [{ state: "errors" }, ["Website"]],
  [{ state: "no-lead" }, ["Support"]],
  [{ state: "of another version" }, ["Support", "Website"]],
])("%j finds %j", (filter, names) => {
  expect(namesOf(filter)).toEqual(names);
});
