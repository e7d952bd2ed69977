import { z } from "zod";

/** Which agents to wake: chosen ones, or all of a board. */
export const wakeTargetSchema = z.union([
  z.object({ agentIds: z.array(z.string()).min(1) }),
  z.object({ boardId: z.string() }),
]);
export type WakeTarget = z.infer<typeof wakeTargetSchema>;
