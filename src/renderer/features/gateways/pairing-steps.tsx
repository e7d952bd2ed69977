import type { ReactNode } from "react";
import { CopyButton } from "../../components/copyable-id.tsx";

export type PairingStepsProps = {
  requestId: string;
  /** What happens after the approval: "The check continues automatically." */
  after: string;
  /** More buttons beside the one that copies. */
  actions?: ReactNode;
};

/** How to approve this device: the request's id and the command. */
export function PairingSteps({ requestId, after, actions }: PairingStepsProps) {
  const command = `openclaw devices approve ${requestId}`;
  return (
    <div className="flex flex-col gap-2">
      <p>Flight Deck has asked the gateway to pair this device. On the gateway's host, approve the request with:</p>
      <code className="select-all break-words rounded-md border border-line bg-surface px-2.5 py-1.5 text-ink">
        {command}
      </code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={command} label="Copy command" />
        {actions}
      </div>
      <p className="text-muted text-xs">
        Request id <code className="select-all break-all">{requestId}</code>. {after}
      </p>
    </div>
  );
}
