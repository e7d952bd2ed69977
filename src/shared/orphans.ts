import { listNames } from "./list-names.ts";
import type { Timestamp } from "./records.ts";

/** An agent in a gateway's roster, under an id that only Flight Deck or Mission Control makes. */
export type RosterMember = { key: string; name: string | null; workspace: string | null };

/** How a record is made for an orphan. */
export type OrphanAdoption =
  | { kind: "main" }
  /** As the lead of the board that its id names. */
  | { kind: "lead"; boardId: string }
  /** On a board of the gateway that the operator chooses. */
  | { kind: "board" }
  | { kind: "none"; why: string };

/** An agent on a gateway without a record there. */
export type Orphan = RosterMember & {
  isMain: boolean;
  /** Its record is of another gateway. */
  isElsewhere: boolean;
  /** What is known of where it comes from: sentences. */
  known: string;
  adoption: OrphanAdoption;
  /** Why it must stay for now; null if it may be deleted. */
  whyKept: string | null;
};

/** `readAt`: when the gateway's roster was last read; null if it never was. */
export type GatewayOrphans = { readAt: Timestamp | null; orphans: Orphan[] };

/** The text about all of them. */
export const orphansExplained =
  "Flight Deck has no record of these agents; Mission Control or another Flight Deck may have one. They keep running with " +
  "their heartbeats and tokens. No sync changes or deletes them.";

/** The name to type before an orphan is deleted. */
export function orphanName({ name, key }: Pick<Orphan, "name" | "key">): string {
  return name ?? key;
}

/** A deleted orphan. Its workspace stays on the gateway's host. */
export type OrphanDeletion = {
  key: string;
  name: string;
  workspace: string | null;
  /** The run in the history that has the copies. */
  runId: string;
  /** The agent's own files that were copied. */
  copied: string[];
  /** Those that could not be copied. */
  notCopied: { name: string; why: string }[];
};

/** Agents that stay on a gateway when their records are deleted. */
export type StayingAgents = {
  gatewayId: string;
  gatewayName: string;
  names: string[];
  /** Whether they were seen there; otherwise the gateway's roster was never read. */
  isKnown: boolean;
};

/** "3 agents stay on gateway …": a sentence. */
export function stayingSentence({ gatewayName, names, isKnown }: StayingAgents): string {
  const [one, what] = [names.length === 1, names.length === 1 ? "1 agent" : `${names.length} agents`];
  const verb = isKnown ? (one ? "stays" : "stay") : "may stay";
  return `${what} ${verb} on gateway "${gatewayName}", with heartbeats and tokens: ${listNames(names)}.`;
}
