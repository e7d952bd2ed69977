import type { BoardDraft } from "./board-draft.ts";

type Rule = { [Key in keyof BoardDraft]: BoardDraft[Key] extends boolean ? Key : never }[keyof BoardDraft];

/** The rules that Mission Control enforces on the agents of a board, one line each. */
export const boardRuleTexts: { rule: Exclude<Rule, "goalConfirmed">; label: string; help: string }[] = [
  {
    rule: "requireApprovalForDone",
    label: "Approval before done",
    help: "A person must approve a task before it is done.",
  },
  {
    rule: "requireReviewBeforeDone",
    label: "Review before done",
    help: "A task must pass review before it is done.",
  },
  {
    rule: "commentRequiredForReview",
    label: "Comment with every review",
    help: "An agent that submits a task for review must say what it did.",
  },
  {
    rule: "blockStatusChangesWithPendingApproval",
    label: "Hold while approval is pending",
    help: "A task that waits for approval keeps its status until it is approved.",
  },
  {
    rule: "onlyLeadCanChangeStatus",
    label: "Only the lead changes status",
    help: "Other agents propose changes; the board's lead moves the tasks.",
  },
];
