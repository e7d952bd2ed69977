import type { FleetSetup, SetupStart } from "../../../shared/setup.ts";
import { boardDraftOf, boardInput } from "../boards/board-draft.ts";
import {
  type DraftErrors,
  draftOf,
  type GatewayDraft,
  gatewayInput,
  validateDraft,
} from "../gateways/form/gateway-draft.ts";

/** What the guided path has gathered so far; texts as typed. */
export type SetupDraft = {
  gateway: GatewayDraft;
  /** A token was typed. It is not kept with the draft, so it may have to be typed again. */
  hasTypedToken: boolean;
  owner: { name: string; preferredName: string; timezone: string; organizationName: string };
  board: { name: string; boardType: string; objective: string };
  agents: { text: string; leadName: string | null };
};

export const setupSteps = ["gateway", "owner", "board", "agents", "summary"] as const;
export type SetupStep = (typeof setupSteps)[number];

export function emptySetup(): SetupDraft {
  return {
    gateway: draftOf(),
    hasTypedToken: false,
    owner: { name: "", preferredName: "", timezone: ownTimeZone(), organizationName: "" },
    board: { name: "", boardType: "goal", objective: "" },
    agents: { text: "", leadName: null },
  };
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

export function gatewayFaults({ gateway, hasTypedToken }: SetupDraft): DraftErrors {
  return {
    ...validateDraft(gateway),
    ...(gateway.name.trim().length > 200 ? { name: "Use at most 200 characters." } : {}),
    ...(hasTypedToken && gateway.token === ""
      ? { token: "Enter the token again: it was not kept while this screen was closed." }
      : {}),
  };
}

/** Whether the guided path asks for the owner: not if there is one, and not where people come from Mission Control. */
export function asksForOwner({ ownerName, canAddPeople }: SetupStart): boolean {
  return ownerName === null && canAddPeople;
}

export function ownerFaults({ owner }: SetupDraft, start: SetupStart): { name?: string } {
  return asksForOwner(start) && owner.name.trim() === ""
    ? { name: "Enter the name of the person the agents work for." }
    : {};
}

export function boardFaults({ board }: SetupDraft): { name?: string } {
  if (board.name.trim() === "") return { name: "Give the board a name." };
  return board.name.trim().length > 200 ? { name: "Use at most 200 characters." } : {};
}

/** The first step that is not complete, or the wanted one if all before it are. The agents are judged by main. */
export function reachableStep(draft: SetupDraft, start: SetupStart, wanted: SetupStep): SetupStep {
  const isDone: Record<SetupStep, boolean> = {
    gateway: Object.keys(gatewayFaults(draft)).length === 0,
    owner: Object.keys(ownerFaults(draft, start)).length === 0,
    board: Object.keys(boardFaults(draft)).length === 0,
    agents: true,
    summary: true,
  };
  const before = setupSteps.slice(0, setupSteps.indexOf(wanted));
  return before.find((step) => !isDone[step]) ?? wanted;
}

/** Everything as the contract takes it. @param agents how many the table adds */
export function setupInput(draft: SetupDraft, start: SetupStart, agents: number): FleetSetup {
  const { owner, board } = draft;
  const { gatewayId: _, ...boardFields } = boardInput({ ...boardDraftOf(undefined), ...board }, undefined);
  const person = { email: null, pronouns: null, notes: null, context: null };
  return {
    gateway: gatewayInput(draft.gateway),
    owner: asksForOwner(start)
      ? {
          ...person,
          name: owner.name.trim(),
          preferredName: owner.preferredName.trim() || null,
          timezone: owner.timezone.trim() || null,
        }
      : null,
    organizationName: owner.organizationName.trim() || null,
    board: { ...boardFields, boardGroupId: null, goalSource: null, maxAgents: Math.max(1, agents) },
    agents: draft.agents,
  };
}
