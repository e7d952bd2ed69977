import type { User } from "./records.ts";

/** A person as the screens of an organization show them. */
export type PersonRow = User & { role: string; isOwner: boolean };

export type OrganizationRow = {
  id: string;
  name: string;
  /** Whom agents work for: the oldest member with the role owner. */
  ownerId: string | null;
  people: PersonRow[];
  /** The names of its gateways. */
  gateways: string[];
  boards: number;
  isPractice: boolean;
  /** Mission Control's database is the source: nothing can be changed here. */
  isReadOnly: boolean;
};
