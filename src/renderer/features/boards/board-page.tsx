import { useQuery } from "@tanstack/react-query";
import { Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { binDays } from "../../../shared/bin.ts";
import type { AgentRow, BoardRow } from "../../../shared/views.ts";
import { client, orpc } from "../../api/client.ts";
import { IconButton } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Menu } from "../../components/menu.tsx";
import { PracticeBadge } from "../../components/practice-badge.tsx";
import { RecordDoubts } from "../../components/record-doubts.tsx";
import { RecordMissing } from "../../components/record-missing.tsx";
import { StayingAgents } from "../../components/staying-agents.tsx";
import { SyncSummaryBadge } from "../../components/sync-badge.tsx";
import { BoardTemplates } from "../../components/template-set-of.tsx";
import { Page } from "../../frame/page.tsx";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/use-location.ts";
import { useQuestion } from "../../router/use-question.ts";
import { tellDeleted } from "../../stores/deletions.ts";
import { plural } from "../../time/format-time.ts";
import { BoardActions } from "../gateways/page/board-actions.tsx";
import { PausedBadge } from "../gateways/page/board-columns.tsx";
import { WakeButton, wakeTitle } from "../runs/wake-button.tsx";
import { VariablesCard } from "../variables/variables-card.tsx";
import { BoardAgents } from "./board-agents.tsx";
import { BoardFacts } from "./board-facts.tsx";
import { BoardHistory } from "./board-history.tsx";
import { BoardNotices } from "./board-notices.tsx";
import { DuplicateBoardDialog } from "./duplicate-board-dialog.tsx";
import { useBoard } from "./use-board.ts";

const trail = [{ label: "Boards", to: "/boards" }];
const noAgents: AgentRow[] = [];

/** One board: its purpose, its agents, and its history. */
export function BoardPage({ boardId }: { boardId: string }) {
  const { board, query } = useBoard(boardId);
  if (board) return <LoadedBoard board={board} />;
  return (
    <Page title="Board" trail={trail}>
      <Loaded query={query} what="boards">
        {() => <RecordMissing kind="board" />}
      </Loaded>
    </Page>
  );
}

function LoadedBoard({ board }: { board: BoardRow }) {
  const { id, name, gatewayId, gatewayName, isPaused, isPractice } = board;
  const agents = useQuery(orpc.agents.list.queryOptions({ input: { boardId: id } }));
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const runningRunId = gateways.data?.find((gateway) => gateway.id === gatewayId)?.runningRunId ?? null;
  return (
    <Page
      title={name}
      trail={trail}
      marks={
        <>
          {isPaused && <PausedBadge />}
          {isPractice && <PracticeBadge />}
          {board.agents > 0 && <SyncSummaryBadge sync={board.sync} />}
        </>
      }
      note={
        <>
          {gatewayId ? <Link to={`/gateways/${gatewayId}`}>{gatewayName}</Link> : <span>on no gateway</span>}
          <span>{plural(board.agents, "agent")}</span>
          {board.description && <span className="max-w-[80ch] truncate">{board.description}</span>}
        </>
      }
      actions={
        <>
          <BoardActions board={board} isBusy={runningRunId !== null} size="md" />
          <WakeButton
            target={{ boardId: id }}
            label="Wake"
            aria-label={`Wake the agents of board ${name}`}
            title={isPaused ? "Agents of a paused board are not woken" : wakeTitle}
            disabled={runningRunId !== null || !gatewayId || isPaused || board.agents === 0}
          />
          <MoreMenu board={board} agents={agents.data ?? noAgents} />
        </>
      }
    >
      <BoardNotices board={board} runningRunId={runningRunId} />
      <RecordDoubts of={{ boardId: id }} />
      <BoardFacts board={board} />
      <BoardTemplates board={board} />
      <VariablesCard owner={{ kind: "board", id }} />
      <BoardAgents board={board} agents={agents} />
      <BoardHistory boardId={id} />
    </Page>
  );
}

function MoreMenu({ board, agents }: { board: BoardRow; agents: AgentRow[] }) {
  const [isDeleting, setIsDeleting] = useQuestion("delete");
  const [isDuplicating, setIsDuplicating] = useQuestion("duplicate");
  const { id, name } = board;
  return (
    <>
      <Menu
        trigger={<IconButton icon={Ellipsis} label="More actions" variant="secondary" size="md" />}
        entries={[
          { label: "Edit board", icon: Pencil, onSelect: () => navigate(`/boards/${id}/edit`) },
          {
            label: "Duplicate board",
            icon: Copy,
            disabled: !board.gatewayId,
            onSelect: () => setIsDuplicating(true),
          },
          { label: "Delete board", icon: Trash2, danger: true, onSelect: () => setIsDeleting(true) },
        ]}
      />
      {isDuplicating && <DuplicateBoardDialog board={board} onClose={() => setIsDuplicating(false)} />}
      <ConfirmDialog
        open={isDeleting}
        onClose={() => setIsDeleting(false)}
        title={`Delete ${name}?`}
        description={
          <div className="flex flex-col gap-3">
            <p>
              Flight Deck deletes its records of this board, its chat and its agents, and nothing on the gateway. You
              can restore them from the bin for {binDays} days.
            </p>
            <StayingAgents
              of={{ boardId: id }}
              advice="Delete agents that are not needed first. Afterwards the gateway's page lists them without a record, to adopt or delete."
            />
          </div>
        }
        {...(agents.length > 0
          ? {
              hits: {
                label: `${plural(agents.length, "agent")} will be deleted from Flight Deck`,
                names: agents.map((a) => a.name),
              },
            }
          : {})}
        typed={name}
        confirmLabel="Delete board"
        onConfirm={async () => {
          tellDeleted("The board was deleted", name, await client.boards.delete({ id, confirmName: name }));
          navigate("/boards");
        }}
      />
    </>
  );
}
