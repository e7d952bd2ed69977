import { onlyAgents } from "../../../shared/sync-options.ts";
import type { AgentRow, BoardRow, GatewayRow } from "../../../shared/views.ts";
import { client } from "../../api/client.ts";
import { startEnsureLead } from "../../features/runs/lead/start-ensure-lead.ts";
import { showRun, startSync } from "../../features/runs/start-sync.ts";
import { startWake } from "../../features/runs/start-wake.ts";
import { navigate } from "../../router/use-location.ts";
import { toast, toastError } from "../../stores/toasts.ts";
import { actionEntry, type Entry, pageEntry } from "./entry.ts";

const readsOnly = "What a sync would do, to apply in full or in part";

/** A gateway and what can be done with it. Nothing that starts a run is offered during one. */
export function gatewayEntries(gateway: GatewayRow): Entry[] {
  const { id, name, url, runningRunId } = gateway;
  return [
    pageEntry("gateway", id, name, url, `/gateways/${id}`),
    ...(runningRunId
      ? [actionEntry(`watch:${id}`, `Watch the run of ${name}`, "", () => navigate(`/runs/${runningRunId}`))]
      : [
          actionEntry(`sync:${id}`, `Sync templates of ${name}`, "All boards and the main agent", () =>
            startSync({ gatewayId: id }),
          ),
          actionEntry(`plan:${id}`, `Plan for ${name}`, readsOnly, () => startSync({ gatewayId: id, dryRun: true })),
          actionEntry(`check:${id}`, `Check drift of ${name}`, "Compares every agent; reads only", () =>
            showRun(client.gateways.checkDrift({ id })),
          ),
        ]),
    // The page checks the connection when it opens.
    actionEntry(`connection:${id}`, `Check connection of ${name}`, url, () => navigate(`/gateways/${id}`)),
    actionEntry(`edit:${id}`, `Edit gateway ${name}`, url, () => navigate(`/gateways/${id}/edit`)),
    actionEntry(`delete:${id}`, `Delete gateway ${name}`, url, () => navigate(`/gateways/${id}`, { ask: "delete" })),
  ];
}

/** A board and what can be done with it. @param isBusy whether its gateway has a run in progress */
export function boardEntries(board: BoardRow, isBusy: boolean): Entry[] {
  const { id, name, gatewayId, gatewayName, isPaused } = board;
  const where = gatewayName ?? "No gateway";
  const action = (key: string, title: string, run: () => void) => actionEntry(`${key}:${id}`, title, where, run);
  const only = { boardId: id, includeMain: false };
  return [
    pageEntry("board", id, name, where, `/boards/${id}`),
    ...(gatewayId && !isBusy
      ? [
          action("sync", `Sync board ${name}`, () => startSync({ gatewayId, ...only })),
          action("plan", `Plan for board ${name}`, () => startSync({ gatewayId, ...only, dryRun: true })),
          action("lead", `Ensure lead of board ${name}`, () => startEnsureLead(board)),
        ]
      : []),
    ...(gatewayId && !isBusy && !isPaused && board.agents > 0
      ? [action("wake", `Wake the agents of board ${name}`, () => startWake({ boardId: id }))]
      : []),
    action("pause", `${isPaused ? "Resume" : "Pause"} board ${name}`, () => setPaused(board)),
    action("edit", `Edit board ${name}`, () => navigate(`/boards/${id}/edit`)),
    action("new-agent", `New agent on board ${name}`, () => navigate("/agents/new", { board: id })),
    action("delete", `Delete board ${name}`, () => navigate(`/boards/${id}`, { ask: "delete" })),
  ];
}

async function setPaused({ id, name, isPaused }: BoardRow): Promise<void> {
  try {
    await client.boards.setPaused({ id, paused: !isPaused });
    // Unlike the button, the palette is gone when it is done.
    toast({ tone: "ok", title: `${name} is ${isPaused ? "resumed" : "paused"}` });
  } catch (error) {
    toastError(error);
  }
}

/**
 * An agent, and its sync unless its gateway has a run in progress. Its other actions are on its page: a fleet has thousands of
 * agents, and all entries are searched at each key.
 */
export function agentEntries(agent: AgentRow, isBusy: boolean): Entry[] {
  const { id, name, boardName, gatewayId, gatewayName, isMain } = agent;
  const where = boardName ? `${boardName} · ${gatewayName}` : gatewayName;
  const open = pageEntry("agent", id, name, where, `/agents/${id}`);
  if (isBusy) return [open];
  const sync = () => startSync({ gatewayId, ...onlyAgents([{ agentId: id, isMain }]) });
  return [open, actionEntry(`sync:${id}`, `Sync agent ${name}`, where, sync)];
}
