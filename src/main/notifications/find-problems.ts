import { count } from "../../shared/count.ts";
import {
  type KindsTold,
  mostNames,
  type NotificationKind,
  type NotifiedProblem,
  stateHoldsMs,
} from "../../shared/notifications.ts";
import type { AgentFacts, AgentInState, EndedRun } from "../database/notifications/present-facts.ts";
import { cleanMessage } from "../vault/clean-message.ts";
import type { PresentProblem, PresentState } from "./decide-changes.ts";
import { findRunProblems, isRunKey } from "./find-run-problems.ts";

/** Whether a gateway can be used; null if this process does not know. */
export type Presence = "here" | "unreachable" | "refused" | "pairing" | null;

/** What there is to know of one gateway. */
export type GatewayState = {
  gatewayId: string;
  /** Its runs, the latest first. */
  runs: readonly EndedRun[];
  /** Of all gateways. */
  agents: AgentFacts;
  presence: Presence;
  kinds: KindsTold;
};

const longestName = 80;

const absences: Record<Exclude<Presence, "here" | null>, string> = {
  unreachable: "The gateway cannot be reached",
  refused: "The gateway refuses Flight Deck",
  pairing: "The gateway waits until this device is approved",
};

/** The problems of a gateway now, in a form that changes can be decided from. Pure. */
export function findProblems({ gatewayId, runs, agents, presence, kinds }: GatewayState): PresentState {
  const ofRuns = findRunProblems(runs);
  const of = (found: readonly AgentInState[]) => found.filter((agent) => agent.gatewayId === gatewayId);
  const problems = [
    ...ofRuns.problems,
    ...aboutAgents("conflict", "sync", of(agents.conflict), "in conflict"),
    ...aboutAgents("out-of-sync", "sync", of(agents.outOfSync), "out of sync"),
    ...aboutAgents("heartbeats", "heartbeats", of(agents.silent), "not running: heartbeats fail or are skipped"),
    ...(presence === null || presence === "here" ? [] : [about("away", "gateways", absences[presence])]),
  ];
  const runIds = new Set(runs.map(({ id }) => id));
  return {
    problems,
    isUnclear: (key) => {
      if (key === "away") return presence === null;
      return (key === "conflict" || key === "out-of-sync") && agents.isUncompared(gatewayId);
    },
    isForgotten: (key, { problem: { runId } }) => runId !== null && !runIds.has(runId) && !ofRuns.isKnown(key),
    isTold: ({ kind }) => kinds[kind],
    holdsMsOf: (key) => (isRunKey(key) ? 0 : stateHoldsMs),
  };
}

function about(key: string, kind: NotificationKind, text: string): PresentProblem {
  return { key, problem: { kind, text, agents: null, names: [], runId: null } };
}

function aboutAgents(
  key: string,
  kind: NotificationKind,
  found: readonly AgentInState[],
  how: string,
): PresentProblem[] {
  if (found.length === 0) return [];
  const problem: NotifiedProblem = {
    kind,
    text: `${count(found.length, "agent")} ${found.length === 1 ? "is" : "are"} ${how}`,
    agents: found.length,
    names: found.slice(0, mostNames).map(({ name }) => cleanMessage(name, longestName)),
    runId: null,
  };
  return [{ key, problem }];
}
