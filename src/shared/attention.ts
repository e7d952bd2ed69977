import { count } from "./count.ts";
import { listNames } from "./list-names.ts";
import type { Timestamp } from "./records.ts";

/*
 * What needs attention, over all gateways, grouped by cause and gateway. Window and command line show the same items in the same
 * words.
 */

/** `unknown` is about what is not known: it may be well or not. */
export type AttentionTone = "danger" | "warn" | "unknown";

type CauseWords = {
  tone: AttentionTone;
  /** What is so, as a sentence without its full stop. `agents` is how many, `place` is the gateway's name. */
  title: (agents: number, place: string) => string;
  /** What it means, and what helps. */
  meaning: string;
};

const are = (agents: number, one: string, several: string) => (agents === 1 ? one : several);
const agentsOn = (agents: number, place: string) => `${count(agents, "agent")} on ${place}`;

/** The catalogue of causes, in the order in which they are shown. */
export const attentionCauses = {
  certificate: {
    tone: "danger",
    title: (_, place) => `${place} shows another certificate`,
    meaning: "Flight Deck sends it nothing until you accept the new certificate on the gateway's page.",
  },
  refused: {
    tone: "danger",
    title: (_, place) => `${place} refuses the connection`,
    meaning: "It is not tried again by itself. The gateway's page says what to change.",
  },
  pairing: {
    tone: "warn",
    title: (_, place) => `${place} waits for this device to be approved`,
    meaning: "The gateway's page has the command that approves it.",
  },
  away: {
    tone: "danger",
    title: (_, place) => `${place} cannot be reached`,
    meaning: "What its agents do is not known until it answers.",
  },
  "failed-agents": {
    tone: "danger",
    title: (agents, place) => `${agentsOn(agents, place)} failed in ${are(agents, "its", "their")} last sync`,
    meaning: "The run has the errors and what helps.",
  },
  "failed-run": {
    tone: "danger",
    title: (_, place) => `The last run on ${place} failed`,
    meaning: "No agent is to blame. The run says why.",
  },
  interrupted: {
    tone: "warn",
    title: (_, place) => `A run on ${place} was interrupted`,
    meaning: "Flight Deck was stopped in the middle. Resume it, or dismiss it if nothing is left to do.",
  },
  token: {
    tone: "danger",
    title: (agents, place) =>
      `${agentsOn(agents, place)} ${are(agents, "has", "have")} no valid token in ${are(agents, "its", "their")} files`,
    meaning: "Mission Control refuses such agents. A repair gives them new tokens.",
  },
  conflict: {
    tone: "danger",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "is", "are")} in conflict`,
    meaning: "A file was edited on the gateway, and its template or record changed as well.",
  },
  silent: {
    tone: "danger",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "is", "are")} silent`,
    meaning: "They have not checked in, or not had the heartbeat that was due.",
  },
  heartbeat: {
    tone: "warn",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "has", "have")} no heartbeat that works`,
    meaning: "The heartbeats fail, are skipped or turned off, have never run, or there are none.",
  },
  "never-seen": {
    tone: "warn",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "has", "have")} never checked in`,
    meaning: "They were provisioned, but Mission Control has not heard from them.",
  },
  version: {
    tone: "warn",
    title: (_, place) => `${place} has another version than at its last sync`,
    meaning: "A plan shows whether the new version needs anything written.",
  },
  "mirror-stale": {
    tone: "danger",
    title: () => "The records are not up to date with Mission Control's database",
    meaning: "What was changed there since is not known here.",
  },
  "mirror-conflicts": {
    tone: "warn",
    title: () => "Changes here conflict with changes in Mission Control",
    meaning: "They are not written back until you choose a version.",
  },
  "mirror-unpushed": {
    tone: "warn",
    title: () => "Changes could not be written to Mission Control's database",
    meaning: "They are kept, and tried again after the next pull.",
  },
  backup: {
    tone: "warn",
    title: () => "The daily backup could not be made",
    meaning: "Flight Deck tries again every minute.",
  },
  "out-of-sync": {
    tone: "warn",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "is", "are")} out of sync`,
    meaning: "Something on the gateway differs from the templates and records.",
  },
  unchecked: {
    tone: "unknown",
    title: (agents, place) => `The state of ${agentsOn(agents, place)} is not known`,
    meaning: "They were never checked, or their records or templates changed since.",
  },
  stale: {
    tone: "unknown",
    title: (agents, place) => `${agentsOn(agents, place)} ${are(agents, "was", "were")} not checked lately`,
    meaning: "What is known of them may no longer be true.",
  },
} as const satisfies Record<string, CauseWords>;

export type AttentionCause = keyof typeof attentionCauses;

/** One cause on one gateway. */
export type Attention = {
  /** The same for as long as the cause is there, whatever else changes. */
  key: string;
  cause: AttentionCause;
  /** Null for what concerns the whole installation. */
  gateway: { id: string; name: string } | null;
  /** How many agents it concerns; 0 when it is not about agents. */
  agents: number;
  /** The first of them, by name. */
  named: AttentionAgent[];
  /** The runs that it is about, the latest first. */
  runIds: string[];
  /** More about it: an error, two versions. */
  detail: string | null;
  /** Of the facts behind it: a dismissal holds for as long as they are the same. */
  fingerprint: string;
};

export type AttentionAgent = { id: string; name: string };

/** An agent of an item, as a sync takes it. */
export type AttentionMember = { agentId: string; isMain: boolean };

/** At most so many agents of an item are named; the filtered list has all of them. */
export const mostAgentsNamed = 20;

export type ShownAttention = Attention & {
  /** When the operator dismissed it; null while it is not dismissed. */
  dismissedAt: Timestamp | null;
  /** A run on its gateway that is in progress. */
  runningRunId: string | null;
};

/** What is watched, so that an empty list can be judged. */
export type AttentionWatch = {
  /** Since when; null for the command line, which looks once. */
  since: Timestamp | null;
  gateways: WatchedGateway[];
  /** Their agents are left alone, and left out here. */
  pausedBoards: number;
  /** Mission Control's database, if it is the source of the records. */
  mirror: { pollSeconds: number; pulledAt: Timestamp | null } | null;
};

export type WatchedGateway = {
  id: string;
  name: string;
  agents: number;
  /** How often it is checked in the background; 0 for never. */
  checkEveryMinutes: number;
  /** The oldest of what is known of its agents; null if nothing is known of one of them. */
  checkedAt: Timestamp | null;
  /** Whether the connection is known to be well or not. */
  isConnectionKnown: boolean;
};

export type AttentionList = { items: ShownAttention[]; watch: AttentionWatch };

/** The sentence of an item. */
export function attentionTitle({ cause, agents, gateway, runIds }: Attention): string {
  if (cause === "interrupted" && runIds.length > 1) return `${runIds.length} runs on ${gateway?.name} were interrupted`;
  return attentionCauses[cause].title(agents, gateway?.name ?? "");
}

/** Why an empty list does not prove that all is well; empty if it does. */
export function gapsOfWatch({ gateways }: Pick<AttentionWatch, "gateways">): string[] {
  const namesOf = (found: WatchedGateway[]) => found.map(({ name }) => name);
  const unchecked = gateways.filter(({ agents, checkEveryMinutes }) => agents > 0 && checkEveryMinutes === 0);
  const unknown = gateways.filter(({ isConnectionKnown }) => !isConnectionKnown);
  return [
    unchecked.length > 0 &&
      `Background checks are off for ${listNames(namesOf(unchecked))}: silence proves nothing there.`,
    unknown.length > 0 && `Whether ${listNames(namesOf(unknown))} can be reached is not known.`,
  ].filter((text) => text !== false);
}
