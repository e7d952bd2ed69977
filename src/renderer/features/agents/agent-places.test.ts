import { expect, it } from "vitest";
import type { AgentRow } from "../../../shared/views.ts";
import { agentsAt, noBoard, placesOf } from "./agent-places.ts";

const at = (gateway: string, board: string | null): AgentRow =>
  ({
    id: `${gateway}${board}`,
    gatewayId: gateway,
    gatewayName: `Gateway ${gateway}`,
    boardId: board,
    boardName: board && `Board ${board}`,
  }) as AgentRow;
const agents = [at("h", "10"), at("h", "9"), at("g", "2"), at("g", null)];

it("lists the boards of the chosen gateway in natural order, and always all gateways", () => {
  expect(placesOf(agents, "h")).toEqual({
    gateways: [
      { value: "g", label: "Gateway g" },
      { value: "h", label: "Gateway h" },
    ],
    boards: [
      { value: "9", label: "Board 9" },
      { value: "10", label: "Board 10" },
    ],
  });
});

it.each([
  ["", "", ["h10", "h9", "g2", "gnull"]],
  ["g", "", ["g2", "gnull"]],
  ["g", noBoard, ["gnull"]],
  ["", "9", ["h9"]],
  ["g", "9", []],
])("gateway %j and board %j have %j", (gatewayId, boardId, ids) => {
  expect(agentsAt(agents, gatewayId, boardId).map(({ id }) => id)).toEqual(ids);
});
