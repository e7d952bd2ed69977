import { z } from "zod";
import { mostTableChars } from "./agent-table.ts";
import { boardFields, gatewayFields, personFields } from "./contract-inputs.ts";

/** Everything that the guided path has gathered; it is saved at once. */
export const fleetSetup = z.object({
  gateway: gatewayFields,
  /** Null where the organization has an owner already, or none is wanted. */
  owner: personFields.nullable(),
  /** For a new organization. */
  organizationName: z.string().max(200).nullable(),
  board: boardFields.omit({ gatewayId: true }),
  agents: z.object({
    text: z.string().max(mostTableChars),
    /** The agent that leads the board, by its name in the table; null for what the table says. */
    leadName: z.string().nullable(),
  }),
});
export type FleetSetup = z.infer<typeof fleetSetup>;

/** What the guided path need not ask for. */
export type SetupStart = {
  /** The organization that a new gateway belongs to; null if there is none yet. */
  organizationName: string | null;
  ownerName: string | null;
  /** False where people come from Mission Control's database. */
  canAddPeople: boolean;
};
