import type { BoardDraft } from "./board-draft.ts";

type Rule = { [Key in keyof BoardDraft]: BoardDraft[Key] extends boolean ? Key : never }[keyof BoardDraft];

/** What Mission Control holds the agents of a board to, each in a line. */
export const boardRuleTexts: { rule: Exclude<Rule, "goalConfirmed">; label: string; help: string }[] = [
  {
    rule: "requireApprovalForDone",
    label: "Approval before done",
    help: "A person approves a task before it counts as done.",
  },
  {
    rule: "requireReviewBeforeDone",
    label: "Review before done",
    help: "A task passes through review on its way to done.",
  },
  {
    rule: "commentRequiredForReview",
    label: "Comment with every review",
    help: "An agent that hands a task to review says what it did.",
  },
  {
    rule: "blockStatusChangesWithPendingApproval",
    label: "Hold while approval is pending",
    help: "A task that waits for an approval keeps its status until it has one.",
  },
  {
    rule: "onlyLeadCanChangeStatus",
    label: "Lead alone changes status",
    help: "Other agents propose; the board's lead moves the tasks.",
  },
];
