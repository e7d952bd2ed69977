import type { Board } from "../../../shared/records.ts";
import { type MetricDraft, type MetricErrors, metricErrors, metricsDraftOf, metricsInput } from "./metrics-draft.ts";

/** The content of the form while it is edited; texts as typed. */
export type BoardDraft = Pick<
  Board,
  | "name"
  | "slug"
  | "description"
  | "boardType"
  | "goalConfirmed"
  | "requireApprovalForDone"
  | "requireReviewBeforeDone"
  | "commentRequiredForReview"
  | "blockStatusChangesWithPendingApproval"
  | "onlyLeadCanChangeStatus"
> & {
  gatewayId: string;
  objective: string;
  successMetrics: MetricDraft[];
  /** `2026-11-02`, as a date field takes it. */
  targetDate: string;
  maxAgents: string;
};

/** @param gatewayId the gateway of a new board, if it is already known. */
export function boardDraftOf(board: Board | undefined, gatewayId = ""): BoardDraft {
  return {
    name: board?.name ?? "",
    slug: board?.slug ?? "",
    description: board?.description ?? "",
    gatewayId: board ? (board.gatewayId ?? "") : gatewayId,
    boardType: board?.boardType ?? "goal",
    objective: board?.objective ?? "",
    successMetrics: metricsDraftOf(board?.successMetrics),
    targetDate: board?.targetDate?.slice(0, 10) ?? "",
    goalConfirmed: board?.goalConfirmed ?? false,
    requireApprovalForDone: board?.requireApprovalForDone ?? true,
    requireReviewBeforeDone: board?.requireReviewBeforeDone ?? false,
    commentRequiredForReview: board?.commentRequiredForReview ?? false,
    blockStatusChangesWithPendingApproval: board?.blockStatusChangesWithPendingApproval ?? false,
    onlyLeadCanChangeStatus: board?.onlyLeadCanChangeStatus ?? false,
    maxAgents: String(board?.maxAgents ?? 1),
  };
}

export type BoardDraftErrors = Partial<Record<"name" | "slug" | "gatewayId" | "targetDate" | "maxAgents", string>> & {
  successMetrics?: MetricErrors;
};

/** What is wrong with a draft, by field; empty when it can be saved. An existing board may have no gateway. */
export function validateBoard(draft: BoardDraft, isNew: boolean): BoardDraftErrors {
  const metrics = metricErrors(draft.successMetrics);
  return {
    ...nameError(draft.name),
    ...(/^[a-z0-9-]*$/.test(draft.slug.trim()) ? {} : { slug: "Use lower-case letters, digits and hyphens." }),
    ...(isNew && draft.gatewayId === "" ? { gatewayId: "Choose the gateway that runs its agents." } : {}),
    ...(Object.keys(metrics).length > 0 ? { successMetrics: metrics } : {}),
    ...(/^(\d{4}-\d{2}-\d{2})?$/.test(draft.targetDate) ? {} : { targetDate: "Enter a date such as 2026-11-02." }),
    ...(/^\d{1,6}$/.test(draft.maxAgents.trim()) ? {} : { maxAgents: "Enter a whole number, 0 or more." }),
  };
}

function nameError(name: string): Pick<BoardDraftErrors, "name"> {
  if (name.trim() === "") return { name: "Give the board a name." };
  return name.trim().length > 200 ? { name: "Use at most 200 characters." } : {};
}

/** The fields as the contract takes them. @param board the existing board; what the form does not show stays. */
export function boardInput(draft: BoardDraft, board: Board | undefined) {
  const { targetDate: dateBefore = null } = board ?? {};
  const isSameDate = (dateBefore?.slice(0, 10) ?? "") === draft.targetDate;
  return {
    ...draft,
    name: draft.name.trim(),
    slug: draft.slug.trim(),
    description: draft.description.trim(),
    gatewayId: draft.gatewayId || null,
    objective: draft.objective.trim() || null,
    successMetrics: metricsInput(draft.successMetrics, board?.successMetrics),
    // An untouched date keeps its time of day.
    targetDate: isSameDate ? dateBefore : draft.targetDate === "" ? null : `${draft.targetDate}T00:00:00Z`,
    maxAgents: Number(draft.maxAgents),
  };
}
