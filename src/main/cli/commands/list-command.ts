import { type Command, Option } from "commander";
import { printableAddress, usesTls } from "../../../shared/addresses.ts";
import type { LimitedMode } from "../../../shared/agent-modes.ts";
import { type HeartbeatView, heartbeatStates } from "../../../shared/heartbeats.ts";
import { knownStatus } from "../../../shared/known-status.ts";
import { hasLabel } from "../../../shared/labels.ts";
import type { OrganizationRow } from "../../../shared/organization-row.ts";
import { publicAgent } from "../../../shared/public-agent.ts";
import type { Agent, Board, Gateway } from "../../../shared/records.ts";
import { readAgentHeartbeats } from "../../database/agent-heartbeats.ts";
import { listAgents } from "../../database/agents.ts";
import { listBoards } from "../../database/boards.ts";
import { readAgentModes } from "../../database/gateway-notes.ts";
import { listGateways } from "../../database/gateways.ts";
import { hasMirrorSource } from "../../database/mirror/mirror-source.ts";
import type { Database } from "../../database/open-database.ts";
import { findPausedBoards } from "../../database/paused-boards.ts";
import { readLabels } from "../../database/record-labels.ts";
import { requireLabel } from "../../operations/change-labels.ts";
import { listOrganizationRows } from "../../operations/list-organization-rows.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { checkInCell } from "../text/check-in-cell.ts";
import { heartbeatCell, heartbeatReasonLines } from "../text/heartbeat-text.ts";
import { organizationListing, peopleListing } from "../text/people-listing.ts";
import { type Cell, type Column, textTable } from "../text/text-table.ts";

/** What a list shows: its rows as JSON and as a table. */
type Listing = { json: object[]; columns: Column[]; rows: Cell[][]; footer?: string[] };

const listings = {
  gateways: gatewayListing,
  boards: boardListing,
  agents: agentListing,
  organizations: organizationListing,
  people: peopleListing,
};

type ListFlags = { heartbeat?: string; label?: string };

export function addListCommand(program: Command, cli: Cli): void {
  const list = program.command("list").description("list gateways, boards, agents, organizations or people");
  for (const [what, listingOf] of Object.entries(listings)) {
    const lines: [string, string][] = [
      [`list ${what}`, "As a table"],
      [`list ${what} --json`, "For scripts"],
    ];
    const one = list.command(what).description(`list the ${what} in the records`);
    if (what === "agents") {
      const states = new Option("--heartbeat <state>", "only agents whose heartbeat was in this state when last read");
      one.addOption(states.choices(heartbeatStates));
      lines.push(["list agents --heartbeat skipped", "Agents that their gateway does not wake, with its reason"]);
    }
    if (what === "agents" || what === "boards") {
      const whose =
        what === "agents" ? "agents with this label, themselves or through their boards" : "boards with this label";
      one.addOption(new Option("--label <label>", `only ${whose}`));
      lines.push([`list ${what} --label night`, "Those with a label"]);
    }
    one
      .addHelpText("after", examples(lines))
      .action(action(cli, (flags: ListFlags, command: Command) => show(cli, command, { what, listingOf, flags })));
  }
}

type Shown = { what: string; listingOf: (records: Records, flags: ListFlags) => Listing; flags: ListFlags };

function show(cli: Cli, command: Command, { what, listingOf, flags }: Shown) {
  const { output } = cli;
  return withRecords(cli, command, async (database, dataDir) => {
    const { json, columns, rows, footer = [] } = listingOf(readRecords(database), flags);
    const none =
      noneSuch(what, flags) ??
      `There are no ${what} in ${dataDir} yet. Import some: ${commandLine(command, ["import", "FILE"])}`;
    await output.result({ [what]: json }, () =>
      rows.length > 0
        ? [...textTable({ columns, rows, width: output.columns, paint: output.paint }), ...footer]
        : [none],
    );
    return exitCodes.done;
  });
}

/** What an empty list says that was filtered. */
function noneSuch(what: string, { heartbeat, label }: ListFlags): string | null {
  if (label !== undefined) return `There are no ${what} with the label "${label}"${heartbeat ? " in this state" : ""}.`;
  return heartbeat ? `No agent has the heartbeat state "${heartbeat}".` : null;
}

type Records = {
  labels: { agent: Map<string, string[]>; board: Map<string, string[]> };
  gateways: Gateway[];
  boards: Board[];
  agents: Agent[];
  paused: Set<string>;
  heartbeats: Map<string, HeartbeatView>;
  modes: Map<string, LimitedMode>;
  organizations: OrganizationRow[];
  /** Whether the records follow Mission Control's database, which knows when agents checked in. */
  hasSource: boolean;
};

function readRecords(database: Database): Records {
  const boards = listBoards(database);
  const paused = findPausedBoards(
    database,
    boards.map(({ id }) => id),
  );
  const agents = listAgents(database);
  const heartbeats = readAgentHeartbeats(
    database,
    agents.map(({ id }) => id),
  );
  const organizations = listOrganizationRows(database);
  const hasSource = hasMirrorSource(database);
  const labels = { agent: readLabels(database, "agent"), board: readLabels(database, "board") };
  const modes = readAgentModes(database);
  const gateways = listGateways(database);
  return { gateways, boards, agents, paused, heartbeats, modes, organizations, hasSource, labels };
}

function gatewayListing({ gateways, boards, agents }: Records): Listing {
  const counted = gateways.map((gateway) => ({
    ...gateway,
    url: printableAddress(gateway.url),
    boards: boards.filter(({ gatewayId }) => gatewayId === gateway.id).length,
    agents: agents.filter(({ gatewayId }) => gatewayId === gateway.id).length,
  }));
  const hasPins = gateways.some(({ allowInsecureTls }) => allowInsecureTls);
  return {
    json: counted,
    columns: [
      { title: "Gateway" },
      { title: "URL" },
      { title: "Token" },
      ...(hasPins ? [{ title: "Certificate" }] : []),
      { title: "Boards", align: "right" },
      { title: "Agents", align: "right" },
    ],
    rows: counted.map(({ boards, agents, ...gateway }) => [
      gateway.name,
      gateway.url || { text: "no URL", style: "yellow" },
      gateway.hasToken ? "stored" : { text: gateway.awaitsToken ? "enter again" : "none", style: "yellow" },
      ...(hasPins ? [certificateCell(gateway)] : []),
      String(boards),
      String(agents),
    ]),
  };
}

/** The beginning of the fingerprint is enough to recognize a certificate; --json has all of it. */
function certificateCell({ url, allowInsecureTls, certificateSha256 }: Gateway): Cell {
  if (!usesTls(url)) return "no TLS";
  if (!allowInsecureTls) return "trusted issuer";
  return certificateSha256 === null ? { text: "the first one", style: "yellow" } : `${certificateSha256.slice(0, 11)}…`;
}

function boardListing({ gateways, boards, agents, paused, labels }: Records, flags: ListFlags): Listing {
  const wanted = flags.label === undefined ? null : requireLabel(flags.label);
  const found = boards.map((board) => ({ ...board, labels: labels.board.get(board.id) ?? [] }));
  const described = found
    .filter((board) => wanted === null || hasLabel(board, wanted))
    .map((board) => {
      const members = agents.filter(({ boardId }) => boardId === board.id);
      return {
        ...board,
        paused: paused.has(board.id),
        gatewayName: nameOf(gateways, board.gatewayId),
        leadName: members.find(({ isBoardLead }) => isBoardLead)?.name ?? null,
        agents: members.length,
      };
    });
  return {
    json: described,
    columns: [
      { title: "Board" },
      { title: "Gateway" },
      { title: "Lead" },
      { title: "Agents", align: "right" },
      ...labelColumn(described),
      { title: "", isWhole: true },
    ],
    rows: described.map(({ name, gatewayName, leadName, agents, paused, labels: own }) => [
      name,
      gatewayName ?? { text: "none", style: "yellow" },
      leadName ?? { text: "none", style: "yellow" },
      String(agents),
      ...(labelColumn(described).length > 0 ? [own.join(" ")] : []),
      paused ? { text: "paused", style: "yellow" } : "",
    ]),
  };
}

function agentListing(
  { gateways, boards, agents, heartbeats, modes, hasSource, labels }: Records,
  { heartbeat: wanted, label }: ListFlags,
): Listing {
  const wantedLabel = label === undefined ? null : requireLabel(label);
  const labelsOf = ({ id, boardId }: Agent) => ({
    labels: labels.agent.get(id) ?? [],
    boardLabels: labels.board.get(boardId ?? "") ?? [],
  });
  const isWanted = (agent: Agent) =>
    (!wanted || (heartbeats.get(agent.id)?.state ?? "unknown") === wanted) &&
    (wantedLabel === null || hasLabel(labelsOf(agent), wantedLabel));
  const nowMs = Date.now();
  const described = agents.filter(isWanted).map((agent) => ({
    ...publicAgent(agent),
    ...labelsOf(agent),
    hasTokenHash: agent.agentTokenHash !== null,
    boardName: nameOf(boards, agent.boardId),
    gatewayName: nameOf(gateways, agent.gatewayId),
    heartbeat: heartbeats.get(agent.id) ?? null,
    mode: modes.get(agent.id) ?? "full",
    role: agent.boardId === null ? "main" : agent.isBoardLead ? "lead" : "worker",
  }));
  const reasons = heartbeatReasonLines(described);
  return {
    json: described,
    footer: reasons.length > 0 ? ["", ...reasons] : [],
    columns: [
      { title: "Agent" },
      { title: "Board" },
      { title: "Role" },
      ...(modes.size > 0 ? [{ title: "Mode" }] : []),
      { title: "Status" },
      ...(hasSource ? [{ title: "Check-in", isWhole: true }] : []),
      { title: "Heartbeat", isWhole: true },
      { title: "Gateway" },
      ...labelColumn(described),
    ],
    rows: described.map(({ boardName, role, mode, lastProvisionError, lastSeenAt, heartbeat, ...agent }) => [
      agent.name,
      boardName ?? "",
      role,
      ...(modes.size > 0 ? [mode === "full" ? "" : mode] : []),
      lastProvisionError === null
        ? knownStatus({ status: agent.status, lastSeenAt }, hasSource, nowMs)
        : { text: "not provisioned", style: "red" },
      ...(hasSource ? [checkInCell(lastSeenAt, nowMs)] : []),
      heartbeatCell(heartbeat ?? undefined, nowMs),
      agent.gatewayName ?? "",
      ...(labelColumn(described).length > 0 ? [agent.labels.join(" ")] : []),
    ]),
  };
}

/** Only where there are labels. */
function labelColumn(rows: { labels: string[] }[]): Column[] {
  return rows.some(({ labels }) => labels.length > 0) ? [{ title: "Labels" }] : [];
}

function nameOf(rows: { id: string; name: string }[], id: string | null): string | null {
  return rows.find((row) => row.id === id)?.name ?? null;
}
