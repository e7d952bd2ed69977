import { useQuery } from "@tanstack/react-query";
import type { Doubt } from "../../shared/doubts.ts";
import { orpc } from "../api/client.ts";
import { Link } from "../router/link.tsx";
import { Notice } from "./notice.tsx";

export type RecordDoubtsProps = { of: { gatewayId?: string; boardId?: string; agentId?: string } };

const mostShown = 5;
const kinds: Record<Doubt["table"], string> = { gateways: "Gateway", boards: "Board", agents: "Agent" };

/**
 * Warns of values that are allowed but probably not intended, such as two agents with one name. Renders nothing when there are
 * none.
 */
export function RecordDoubts({ of }: RecordDoubtsProps) {
  const { data = [] } = useQuery(orpc.app.doubts.queryOptions({ input: of }));
  return <DoubtsNotice doubts={data} shownId={of.gatewayId ?? of.boardId ?? of.agentId} />;
}

/** Renders nothing without doubts. `shownId`: the record whose page this is on. */
export function DoubtsNotice({ doubts, shownId }: { doubts: Doubt[]; shownId?: string | undefined }) {
  if (doubts.length === 0) return null;
  const hidden = doubts.length - mostShown;
  return (
    <Notice tone="warn" title="Is this intended?">
      <ul className="flex flex-col gap-0.5">
        {doubts.slice(0, mostShown).map(({ table, id, name, text }) => (
          <li key={`${id} ${text}`} className="break-words">
            {id === shownId ? (
              `This ${kinds[table].toLowerCase()}`
            ) : (
              <>
                {kinds[table]} <Link to={`/${table}/${id}`}>{name}</Link>
              </>
            )}{" "}
            {text}
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="text-muted">and {hidden.toLocaleString("en")} more</p>}
    </Notice>
  );
}
