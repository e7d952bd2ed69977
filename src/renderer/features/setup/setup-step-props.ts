import type { SetupStart } from "../../../shared/setup.ts";
import type { SetupDraft, SetupStep } from "./setup-draft.ts";

export type SetupStepProps = {
  draft: SetupDraft;
  start: SetupStart;
  onChange: (draft: SetupDraft) => void;
  goTo: (step: SetupStep) => void;
};
