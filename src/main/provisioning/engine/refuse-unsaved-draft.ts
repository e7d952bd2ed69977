import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { Plan } from "../../../shared/plan.ts";
import type { ReadTemplates } from "../model/agent-file-renderer.ts";

/** What a plan says that was made with templates that are not saved. */
export const draftNote =
  "This plan was made with a draft of the templates. It can be applied once the draft is saved as it was then.";

/**
 * A plan that was made with a draft shows what these templates do: applying it with others would carry out only the parts that happen
 * to be the same.
 * @throws FlightDeckError bad-input while the gateway's templates are not those of the plan
 */
export function refuseUnsavedDraft(plan: Plan, { renderedWith }: ReadTemplates): void {
  if (!plan.madeWithDraft || plan.templatesSha256 === renderedWith.templatesSha256) return;
  throw new FlightDeckError(
    "bad-input",
    `The plan was made with a draft of the templates, which gateway "${plan.gateway.name}" does not use: it is not saved, or has changed since.`,
    hintsOf("bad-input").saveDraft,
  );
}
