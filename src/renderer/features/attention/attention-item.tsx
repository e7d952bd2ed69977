import { CircleAlert, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import { useId, useState } from "react";
import { type AttentionTone, attentionCauses, attentionTitle, type ShownAttention } from "../../../shared/attention.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { cx } from "../../components/cx.ts";
import { FoldButton } from "../../components/fold-button.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { Link } from "../../router/link.tsx";
import { toastError } from "../../stores/toasts.ts";
import { plural } from "../../time/format-time.ts";
import { AttentionActions } from "./attention-actions.tsx";
import { filterOf } from "./attention-links.ts";

const looks: Record<AttentionTone, { icon: LucideIcon; label: string; className: string }> = {
  danger: { icon: CircleX, label: "Wrong", className: "text-danger" },
  warn: { icon: CircleAlert, label: "Warning", className: "text-warn" },
  unknown: { icon: CircleHelp, label: "Not known", className: "text-muted" },
};

/** One cause on one gateway with what can be done about it; it opens to its agents. */
export function AttentionItem({ item }: { item: ShownAttention }) {
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const { cause, detail, named, dismissedAt } = item;
  const { tone, meaning } = attentionCauses[cause];
  const { icon: Icon, label, className } = looks[tone];
  const title = attentionTitle(item);
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5">
        <Icon size={16} aria-label={label} className={cx("mt-0.5 shrink-0", className)} />
        <div className="min-w-0 flex-1 basis-72">
          {named.length > 0 ? (
            <FoldButton
              isOpen={isOpen}
              aria-controls={listId}
              onClick={() => setOpen(!isOpen)}
              className="max-w-full gap-1.5 rounded-sm font-semibold"
            >
              <span className="min-w-0 break-words">{title}</span>
            </FoldButton>
          ) : (
            <p className="break-words font-semibold">{title}</p>
          )}
          {detail !== null && <p className="mt-0.5 select-text break-words">{detail}</p>}
          <p className="mt-0.5 text-muted">
            {meaning}
            {dismissedAt !== null && (
              <>
                {" "}
                Dismissed <RelativeTime at={dismissedAt} />.
              </>
            )}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <AttentionActions item={item} />
          {dismissedAt !== null ? (
            <ShowAgainButton item={item} title={title} />
          ) : (
            // An interrupted run is dismissed itself, wherever it is shown.
            cause !== "interrupted" && <DismissItemButton item={item} title={title} />
          )}
        </div>
      </div>
      {isOpen && <Agents id={listId} item={item} />}
    </li>
  );
}

function Agents({ id, item }: { id: string; item: ShownAttention }) {
  const { named, agents, cause, gateway } = item;
  const more = agents - named.length;
  return (
    <div id={id} className="border-line border-t bg-canvas px-4 py-2 pl-11">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {named.map((agent) => (
          <li key={agent.id} className="min-w-0 max-w-full">
            <Link to={`/agents/${agent.id}`} title={agent.name} className="block max-w-64 truncate">
              {agent.name}
            </Link>
          </li>
        ))}
      </ul>
      {gateway && (
        <p className="mt-1.5 text-muted">
          {more > 0 && `and ${plural(more, "more", "more")}. `}
          <Link to="/agents" search={{ gateway: gateway.id, ...filterOf(cause) }}>
            Show in the list of agents
          </Link>
        </p>
      )}
    </div>
  );
}

type ButtonProps = { item: ShownAttention; title: string };

function DismissItemButton({ item: { key, fingerprint }, title }: ButtonProps) {
  const [isBusy, start] = useBusy();
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={isBusy}
      aria-label={`Dismiss: ${title}`}
      title="Hides it until it changes"
      onClick={() => start(() => client.attention.dismiss({ key, fingerprint }).catch(toastError))}
    >
      Dismiss
    </Button>
  );
}

function ShowAgainButton({ item: { key }, title }: ButtonProps) {
  const [isBusy, start] = useBusy();
  return (
    <Button
      size="sm"
      variant="ghost"
      busy={isBusy}
      aria-label={`Show again: ${title}`}
      onClick={() => start(() => client.attention.undismiss({ key }).catch(toastError))}
    >
      Show again
    </Button>
  );
}
