import { z } from "zod";
import type { AttentionList, AttentionMember } from "./attention.ts";
import { base, returns } from "./contract-base.ts";

const key = z.string().max(200);

/** The part of the contract about what needs attention. */
export const attentionContract = {
  /** Dismissed items as well. */
  list: base.output(returns<AttentionList>()),
  /** All agents of an item, to do something about them; none if it is no longer there. */
  agents: base.input(z.object({ key })).output(returns<AttentionMember[]>()),
  /** Hides an item for as long as its facts are those with this fingerprint. */
  dismiss: base.input(z.object({ key, fingerprint: z.string().max(100) })).output(returns<null>()),
  /** Shows it again. */
  undismiss: base.input(z.object({ key })).output(returns<null>()),
};
