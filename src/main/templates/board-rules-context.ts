import type { Board } from "../../shared/records.ts";
import type { RenderContext } from "./render-input.ts";

/** What a board allows its agents, as the texts that templates compare with. */
export function boardRules(board: Board): RenderContext {
  return {
    board_goal_confirmed: String(board.goalConfirmed),
    board_rule_require_approval_for_done: String(board.requireApprovalForDone),
    board_rule_require_review_before_done: String(board.requireReviewBeforeDone),
    board_rule_comment_required_for_review: String(board.commentRequiredForReview),
    board_rule_block_status_changes_with_pending_approval: String(board.blockStatusChangesWithPendingApproval),
    board_rule_only_lead_can_change_status: String(board.onlyLeadCanChangeStatus),
    board_rule_max_agents: String(board.maxAgents),
  };
}
