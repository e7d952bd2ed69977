import { Check, Minus } from "lucide-react";
import type { BoardRow } from "../../../shared/views.ts";
import { Card } from "../../components/card.tsx";
import { CopyableId } from "../../components/copyable-id.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { FoldingCard } from "../../components/folding-card.tsx";
import { LabelBadges } from "../../components/labels/label-badges.tsx";
import { OutcomeBadge } from "../../components/outcome-badge.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { countWords } from "../../components/sync-badge.tsx";
import { Link } from "../../router/link.tsx";
import { formatDate } from "../../time/format-time.ts";
import { boardRuleTexts } from "./board-rule-texts.ts";

/** A board's facts: its goal, its rules and its state. */
export function BoardFacts({ board }: { board: BoardRow }) {
  const { lead, lastOutcome, objective, targetDate, successMetrics, goalConfirmed } = board;
  const targetMs = targetDate ? Date.parse(targetDate) : Number.NaN;
  const goal: Fact[] = [
    { label: "Objective", value: objective && <span className="whitespace-pre-line">{objective}</span> },
    { label: "Goal confirmed", value: goalConfirmed ? "Yes" : "Not yet" },
    { label: "Target date", value: Number.isNaN(targetMs) ? targetDate : formatDate(targetMs) },
    { label: "Success metrics", value: successMetrics && <Metrics metrics={successMetrics} /> },
  ];
  const facts: Fact[] = [
    {
      label: "Lead",
      value: lead ? <Link to={`/agents/${lead.id}`}>{lead.name}</Link> : <span className="text-faint">None yet</span>,
    },
    {
      label: "Last outcome",
      value: lastOutcome ? (
        <span className="inline-flex items-center gap-2">
          <OutcomeBadge outcome={lastOutcome.outcome} />
          <Link to={`/runs/${lastOutcome.runId}`}>
            <RelativeTime at={lastOutcome.at} />
          </Link>
        </span>
      ) : (
        <span className="text-faint">Never synced</span>
      ),
    },
    {
      label: "Sync state",
      value: (
        <span className="inline-flex flex-wrap items-center gap-2">
          {countWords(board.sync)}
          {board.sync.checkedAt && (
            <span className="text-faint">
              compared <RelativeTime at={board.sync.checkedAt} />
            </span>
          )}
        </span>
      ),
    },
    { label: "Maximum agents", value: board.maxAgents.toLocaleString("en") },
    { label: "Type", value: board.boardType },
    { label: "Slug", value: board.slug && <code>{board.slug}</code> },
    { label: "Labels", value: board.labels.length > 0 && <LabelBadges labels={board.labels} /> },
    { label: "Changed", value: <RelativeTime at={board.updatedAt} /> },
    { label: "Id", value: <CopyableId id={board.id} what="board" /> },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-xl:grid-cols-1">
      <Card title="Goal and rules">
        <Facts facts={goal} />
        <Rules board={board} />
      </Card>
      <FoldingCard id="board-facts" title="Facts" summary={countWords(board.sync)} openAtFirst>
        <Facts facts={facts} />
      </FoldingCard>
    </div>
  );
}

function Metrics({ metrics }: { metrics: NonNullable<BoardRow["successMetrics"]> }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {Object.entries(metrics).map(([name, value]) => (
        <li key={name}>
          <span className="text-muted">{name.replaceAll("_", " ")}</span>{" "}
          <span className="tabular font-medium">
            {typeof value === "object" ? JSON.stringify(value) : String(value)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Rules({ board }: { board: BoardRow }) {
  return (
    <ul aria-label="Rules" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 border-line border-t pt-3 text-xs">
      {boardRuleTexts.map(({ rule, label, help }) => {
        const Icon = board[rule] ? Check : Minus;
        return (
          <li
            key={rule}
            title={help}
            className={board[rule] ? "inline-flex items-center gap-1.5" : "inline-flex items-center gap-1.5 text-faint"}
          >
            <Icon size={13} aria-hidden="true" className={board[rule] ? "text-ok" : ""} />
            <span className="sr-only">{board[rule] ? "On: " : "Off: "}</span>
            {label}
          </li>
        );
      })}
    </ul>
  );
}
