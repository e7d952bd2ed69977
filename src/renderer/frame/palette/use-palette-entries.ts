import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RunRow } from "../../../shared/run-views.ts";
import { sections } from "../../../shared/sections.ts";
import type { AgentRow, BoardRow, GatewayRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { statusLooks } from "../../components/outcome-badge.tsx";
import { runTitle } from "../../features/runs/describe-run.ts";
import { showRun, startSync } from "../../features/runs/start-sync.ts";
import { navigate } from "../../router/use-location.ts";
import { chooseTheme } from "../../stores/choose-theme.ts";
import { formatExact } from "../../time/format-time.ts";
import { useRecentRuns } from "../use-recent-runs.ts";
import type { Entry } from "./find-entries.ts";

/** All pages and actions of the palette. The fleet is loaded when the palette first opens. */
export function usePaletteEntries(onHelp: () => void): { entries: Entry[]; isLoading: boolean } {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const boards = useQuery(orpc.boards.list.queryOptions({ input: {} }));
  const agents = useQuery(orpc.agents.list.queryOptions({ input: {} }));
  const runs = useRecentRuns();
  const entries = useMemo(
    () => [
      ...generalActions(onHelp),
      ...(gateways.data ?? []).flatMap(gatewayEntries),
      ...(boards.data ?? []).flatMap(boardEntries),
      ...(runs.data ?? []).map(runEntry),
      ...(agents.data ?? []).map(agentEntry),
    ],
    [gateways.data, boards.data, agents.data, runs.data, onHelp],
  );
  return { entries, isLoading: gateways.isPending || boards.isPending || agents.isPending };
}

function generalActions(onHelp: () => void): Entry[] {
  const action = (id: string, title: string, keywords: string, run: () => void): Entry => {
    return { id: `action:${id}`, kind: "action", title, detail: "", keywords, run };
  };
  return [
    ...sections.map(({ path, label }) => action(path, `Go to ${label}`, "open show", () => navigate(path))),
    action("new-gateway", "Connect a gateway", "add new create", () => navigate("/gateways/new")),
    action("new-board", "Create a board", "add new", () => navigate("/boards/new")),
    action("new-agent", "Create an agent", "add new", () => navigate("/agents/new")),
    action("import", "Import a fleet file", "json load", () => navigate("/import")),
    action("theme-light", "Use the light theme", "colour appearance", () => chooseTheme("light")),
    action("theme-dark", "Use the dark theme", "colour appearance night", () => chooseTheme("dark")),
    action("theme-system", "Use the system's theme", "colour appearance", () => chooseTheme("system")),
    action("help", "Show keyboard shortcuts", "keys help", onHelp),
  ];
}

function gatewayEntries(gateway: GatewayRow): Entry[] {
  const { id, name, url } = gateway;
  return [
    { ...entryFor("gateway", id, name, url), keywords: id, run: () => navigate(`/gateways/${id}`) },
    {
      ...entryFor("action", `sync:${id}`, `Sync templates of ${name}`, "All boards and the main agent"),
      run: () => void startSync({ gatewayId: id }),
    },
    {
      ...entryFor("action", `plan:${id}`, `Plan for ${name}`, "What a sync would do, to apply in full or in part"),
      run: () => void startSync({ gatewayId: id, dryRun: true }),
    },
    {
      ...entryFor("action", `check:${id}`, `Check drift of ${name}`, "Compares every agent; reads only"),
      run: () => void showRun(client.gateways.checkDrift({ id })),
    },
  ];
}

function boardEntries(board: BoardRow): Entry[] {
  const { id, name, gatewayId, gatewayName } = board;
  const open = {
    ...entryFor("board", id, name, gatewayName ?? "No gateway"),
    keywords: id,
    run: () => navigate(`/boards/${id}`),
  };
  if (!gatewayId) return [open];
  const title = `Sync board ${name}`;
  const run = () => void startSync({ gatewayId, boardId: id, includeMain: false });
  return [open, { ...entryFor("action", `sync:${id}`, title, gatewayName ?? ""), run }];
}

function agentEntry({ id, name, boardName, gatewayName }: AgentRow): Entry {
  const detail = boardName ? `${boardName} · ${gatewayName}` : gatewayName;
  return { ...entryFor("agent", id, name, detail), keywords: id, run: () => navigate(`/agents/${id}`) };
}

function runEntry(run: RunRow): Entry {
  const detail = `${statusLooks[run.status].label} · ${formatExact(Date.parse(run.startedAt))}`;
  return {
    ...entryFor("run", run.id, runTitle(run), detail),
    keywords: run.id,
    run: () => navigate(`/runs/${run.id}`),
  };
}

function entryFor(kind: Entry["kind"], id: string, title: string, detail: string): Omit<Entry, "run"> {
  return { id: `${kind}:${id}`, kind, title, detail, keywords: "" };
}
