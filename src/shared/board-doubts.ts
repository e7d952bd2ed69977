import type { Board, Gateway } from "./records.ts";

type DoubtedBoard = Pick<Board, "organizationId" | "boardType" | "goalConfirmed" | "objective" | "successMetrics">;

/**
 * The values of a board that are allowed but probably not intended, as sentences without a subject.
 * @param gateway the board's gateway, if it has one
 * @param organizations names by id
 */
export function boardDoubts(
  board: DoubtedBoard,
  gateway: Pick<Gateway, "name" | "organizationId"> | undefined,
  organizations: ReadonlyMap<string, string>,
): string[] {
  const foreign = gateway && foreignDoubt(board, gateway, organizations);
  const lacks = goalLacks(board);
  return [
    ...(foreign ? [foreign] : []),
    ...(lacks === null ? [] : [`is a confirmed goal without ${lacks}, which Mission Control refuses.`]),
  ];
}

/** Null if board and gateway belong to one organization. */
export function foreignDoubt(
  board: Pick<Board, "organizationId">,
  gateway: Pick<Gateway, "name" | "organizationId">,
  organizations: ReadonlyMap<string, string>,
): string | null {
  if (gateway.organizationId === board.organizationId) return null;
  const nameOf = (id: string) => organizations.get(id) ?? id;
  return `belongs to the organization "${nameOf(board.organizationId)}", its gateway "${gateway.name}" to "${nameOf(gateway.organizationId)}". Its agents are given the people of the gateway's organization.`;
}

function goalLacks({ boardType, goalConfirmed, objective, successMetrics }: DoubtedBoard): string | null {
  if (boardType !== "goal" || !goalConfirmed) return null;
  const lacks = [
    ...((objective ?? "").trim() === "" ? ["an objective"] : []),
    ...(successMetrics === null || Object.keys(successMetrics).length === 0 ? ["success metrics"] : []),
  ];
  return lacks.length === 0 ? null : lacks.join(" and ");
}
