import { Circle, CircleAlert, CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { ErrorCode } from "../../../../shared/errors.ts";
import type { CheckStage } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { cx } from "../../../components/cx.ts";
import { MoreAbout } from "../../../components/more-about.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { PairingSteps } from "../pairing-steps.tsx";
import type { GatewayCheck } from "./use-gateway-check.ts";

const stages: { stage: CheckStage["stage"]; label: string }[] = [
  { stage: "address", label: "Address" },
  { stage: "tls", label: "Encryption" },
  { stage: "handshake", label: "Handshake" },
  { stage: "auth", label: "Token and pairing" },
  { stage: "scopes", label: "Permissions" },
  { stage: "version", label: "Version" },
  { stage: "latency", label: "Latency" },
  { stage: "agents", label: "Agents can work" },
  { stage: "heartbeats", label: "Heartbeats" },
  { stage: "base-url", label: "Base URL" },
];

/** The stages of a connection check, and what to do about the one that failed. */
export function CheckStages({ check }: { check: GatewayCheck }) {
  const { result, error, isChecking, reset } = check;
  const known = new Map(result?.stages.map((stage) => [stage.stage, stage]));
  const isPairing = result?.pairingRequestId != null && isChecking;
  const running = isChecking && !isPairing ? stages.find(({ stage }) => !known.has(stage))?.stage : undefined;
  return (
    <Card title="Connection check" note={summaryOf(check)}>
      {isPairing && result.pairingRequestId && (
        <div className="mb-4">
          <Notice tone="warn" title="Waiting for the pairing to be approved" live>
            <PairingSteps
              requestId={result.pairingRequestId}
              after="The check continues automatically after the approval."
              actions={
                <Button size="sm" onClick={reset}>
                  Stop waiting
                </Button>
              }
            />
          </Notice>
        </div>
      )}
      <ol className="flex flex-col gap-2.5" aria-live="polite">
        {stages.map(({ stage, label }) => (
          <StageLine
            key={stage}
            label={label}
            stage={known.get(stage)}
            isRunning={stage === running}
            isPaired={!isPairing}
            code={result?.code ?? null}
          />
        ))}
      </ol>
      {error && (
        <div className="mt-4">
          <Notice tone="danger" title={error.message} code={error.code} live>
            {error.hint}
          </Notice>
        </div>
      )}
    </Card>
  );
}

function summaryOf({ result, isChecking }: GatewayCheck): string {
  if (isChecking) return result?.pairingRequestId ? "Waiting for approval" : "Checking";
  if (!result) return "Not checked yet";
  return result.ok ? "OK" : "Failed";
}

const icons = {
  ok: { icon: CircleCheck, className: "text-ok", word: "passed" },
  warning: { icon: CircleAlert, className: "text-warn", word: "has a warning" },
  failed: { icon: CircleX, className: "text-danger", word: "failed" },
  skipped: { icon: CircleMinus, className: "text-faint", word: "skipped" },
};

type StageLineProps = {
  label: string;
  stage: CheckStage | undefined;
  isRunning: boolean;
  /** While the check waits for the pairing, its steps are shown above, and the hint is left out. */
  isPaired: boolean;
  /** The error of the check, which is that of the stage that failed. */
  code: ErrorCode | null;
};

function StageLine({ label, stage, isRunning, isPaired, code }: StageLineProps) {
  const look = stage && icons[stage.state];
  const Icon = look?.icon ?? Circle;
  return (
    <li className="flex gap-2.5">
      <span className="mt-0.5 shrink-0">
        {isRunning ? (
          <Spinner size={16} />
        ) : (
          <Icon size={16} aria-label={look?.word ?? "not yet"} className={look?.className ?? "text-line-strong"} />
        )}
      </span>
      <div className="min-w-0">
        <p className={cx("font-medium", !stage && !isRunning && "text-faint")}>{label}</p>
        {stage && <p className="break-words text-muted text-xs first-letter:uppercase">{stage.detail}</p>}
        {isPaired && stage?.hint && (stage.state === "failed" || stage.state === "warning") && (
          <p className={cx("mt-0.5 break-words text-xs", stage.state === "failed" ? "text-danger" : "text-warn")}>
            {stage.hint} {stage.state === "failed" && code && <MoreAbout code={code} />}
          </p>
        )}
      </div>
    </li>
  );
}
