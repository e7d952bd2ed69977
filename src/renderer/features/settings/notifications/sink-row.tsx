import { count } from "../../../../shared/count.ts";
import { type NotificationSink, sinkFormWords } from "../../../../shared/notifications.ts";
import type { HostKind } from "../../../../shared/views.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";

export type SinkRowProps = {
  sink: NotificationSink;
  host: HostKind;
  onAsk: (what: "change" | "test" | "remove") => void;
};

/** Where notifications go, without its address, and how they are delivered. */
export function SinkRow({ sink, host, onAsk }: SinkRowProps) {
  const { name, form, host: address } = sink;
  const isDesktop = form === "desktop";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2 py-2.5 first:pt-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="wrap-anywhere font-medium">{name}</span>
          {!isDesktop && <Badge>{sinkFormWords[form]}</Badge>}
        </p>
        {address !== "" && <p className="wrap-anywhere font-mono text-muted text-xs">{address}</p>}
        <SinkState sink={sink} waitsForDesktop={isDesktop && host !== "desktop"} />
      </div>
      <div className="flex flex-wrap gap-2">
        {(!isDesktop || host === "desktop") && (
          <Button size="sm" onClick={() => onAsk("test")} aria-label={`Test ${name}`}>
            Test
          </Button>
        )}
        {!isDesktop && (
          <Button size="sm" onClick={() => onAsk("change")} aria-label={`Change ${name}`}>
            Change
          </Button>
        )}
        <Button size="sm" onClick={() => onAsk("remove")} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </div>
    </li>
  );
}

function SinkState({ sink, waitsForDesktop }: { sink: NotificationSink; waitsForDesktop: boolean }) {
  const { failing, lastDeliveredAt, waiting, dropped } = sink;
  const waits = [
    ...(waiting > 0 ? [`${count(waiting, "notification")} waiting`] : []),
    ...(dropped > 0 ? [`${count(dropped, "notification")} given up after a day`] : []),
  ];
  return (
    <>
      {failing ? (
        <p className="wrap-anywhere text-danger text-xs">
          Failing since <RelativeTime at={failing.since} />: {failing.problem}
        </p>
      ) : (
        <p className="text-faint text-xs">
          {waitsForDesktop && "Shown by the desktop app. "}
          {lastDeliveredAt === null ? (
            "Nothing sent yet"
          ) : (
            <>
              Last delivered <RelativeTime at={lastDeliveredAt} />
            </>
          )}
        </p>
      )}
      {waits.length > 0 && <p className="text-muted text-xs">{waits.join(", ")}</p>}
    </>
  );
}
