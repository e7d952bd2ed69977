import type { Board, Gateway } from "./records.ts";

type DoubtedBoard = Pick<Board, "organizationId" | "boardType" | "goalConfirmed" | "objective" | "successMetrics">;

/**
 * What is allowed about a board and probably not meant, as sentences without a subject.
 * @param gateway the board's gateway, if it has one
 * @param organizations names by id
 */
export function boardDoubts(
  board: DoubtedBoard,
  gateway: Pick<Gateway, "name" | "organizationId"> | undefined,
  organizations: ReadonlyMap<string, string>,
): string[] {
  const nameOf = (id: string) => organizations.get(id) ?? id;
  const isForeign = gateway !== undefined && gateway.organizationId !== board.organizationId;
  const lacks = goalLacks(board);
  return [
    ...(isForeign
      ? [
          `belongs to the organization "${nameOf(board.organizationId)}", its gateway "${gateway.name}" to "${nameOf(gateway.organizationId)}". Its agents are given the people of the gateway's organization.`,
        ]
      : []),
    ...(lacks === null ? [] : [`is a confirmed goal without ${lacks}, which Mission Control refuses.`]),
  ];
}

function goalLacks({ boardType, goalConfirmed, objective, successMetrics }: DoubtedBoard): string | null {
  if (boardType !== "goal" || !goalConfirmed) return null;
  const lacks = [
    ...((objective ?? "").trim() === "" ? ["an objective"] : []),
    ...(successMetrics === null || Object.keys(successMetrics).length === 0 ? ["success metrics"] : []),
  ];
  return lacks.length === 0 ? null : lacks.join(" and ");
}
