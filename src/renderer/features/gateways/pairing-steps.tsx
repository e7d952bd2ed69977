import { CopyButton } from "../../components/copyable-id.tsx";

export type PairingStepsProps = {
  requestId: string;
  /** What happens after the approval: "This form goes on by itself." */
  after: string;
};

/** How to let this device in: the request's id and the command that approves it. */
export function PairingSteps({ requestId, after }: PairingStepsProps) {
  const command = `openclaw devices approve ${requestId}`;
  return (
    <div className="flex flex-col gap-2">
      <p>Flight Deck has asked the gateway to let this device in. On the gateway's host, approve the request with:</p>
      <div className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1.5">
        <code className="min-w-0 flex-1 break-all text-ink">{command}</code>
        <CopyButton text={command} label="Copy command" />
      </div>
      <p className="text-muted text-xs">
        Request id <code className="select-all break-all">{requestId}</code>. {after}
      </p>
    </div>
  );
}
