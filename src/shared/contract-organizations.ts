import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import type { Deletion } from "./contract-bin.ts";
import { personFields, typedName } from "./contract-inputs.ts";
import type { OrganizationRow } from "./organization-row.ts";

const id = z.object({ id: z.string() });

/** The part of the contract about organizations and their people. */
export const organizationsContract = {
  /** With their people. */
  list: base.output(returns<OrganizationRow[]>()),
  create: base.input(z.object({ name: typedName })).output(returns<{ id: string }>()),
  rename: base.input(id.extend({ name: typedName })).output(returns<null>()),
  /** Refused while gateways or boards belong to it. */
  delete: base.input(id.extend({ confirmName: z.string() })).output(returns<Deletion>()),
  /** The first person of an organization is its owner. */
  addPerson: base
    .input(z.object({ organizationId: z.string(), person: personFields, isOwner: z.boolean() }))
    .output(returns<{ id: string }>()),
  changePerson: base.input(id.extend({ person: personFields })).output(returns<null>()),
  /** Agents work for the owner; a former owner becomes a member. */
  makeOwner: base.input(z.object({ organizationId: z.string(), userId: z.string() })).output(returns<null>()),
  removePerson: base.input(z.object({ organizationId: z.string(), userId: z.string() })).output(returns<Deletion>()),
};
