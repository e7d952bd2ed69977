import type { RunSnapshot } from "../../../shared/run-views.ts";
import { client } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { useBusy } from "../../components/use-busy.ts";
import { toastError } from "../../stores/toasts.ts";
import { useNow } from "../../time/use-now.ts";

export type WaitingNoticeProps = { runId: string; waiting: NonNullable<RunSnapshot["waiting"]> };

/** Shown when the gateway does not answer, with the attempts and a button to retry now, or when one call takes long. */
export function WaitingNotice({ runId, waiting }: WaitingNoticeProps) {
  const [isBusy, start] = useBusy();
  const retry = () => start(() => client.runs.retryNow({ id: runId }).catch(toastError));
  if (waiting.attempt === 0) {
    return (
      <Notice tone="info" title="The gateway is busy">
        Flight Deck is {waiting.reason}. This can take minutes for a large roster.
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      title={
        <>
          The gateway does not answer. <Countdown waiting={waiting} />
        </>
      }
      actions={
        <Button size="sm" busy={isBusy} onClick={retry}>
          Retry now
        </Button>
      }
    >
      {waiting.reason}. The run continues automatically when the gateway is back; after 10 minutes it ends as
      unreachable.
    </Notice>
  );
}

function Countdown({ waiting }: { waiting: WaitingNoticeProps["waiting"] }) {
  const nowMs = useNow();
  const seconds = Math.ceil((waiting.nextTryAtMs - nowMs) / 1_000);
  const next = seconds > 0 ? `next try in ${seconds} s` : "trying now";
  return (
    <span className="tabular">
      Attempt {waiting.attempt}, {next}
    </span>
  );
}
