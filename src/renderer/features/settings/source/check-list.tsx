import { CircleAlert, CircleCheck, CircleMinus, CircleX } from "lucide-react";
import { hintForWindow } from "../../../../shared/hint-words.ts";
import type { MirrorCheck, MirrorCheckStage, MirrorStageResult } from "../../../../shared/mirror.ts";
import { cx } from "../../../components/cx.ts";

const labels: Record<MirrorCheckStage, string> = {
  address: "Address",
  tls: "Encryption",
  login: "Login",
  database: "Database",
  tables: "Tables",
  rights: "Rights",
};

const looks = {
  ok: { icon: CircleCheck, word: "passed", className: "text-ok", hintClassName: "text-muted" },
  notice: { icon: CircleAlert, word: "passed with a notice", className: "text-warn", hintClassName: "text-warn" },
  failed: { icon: CircleX, word: "failed", className: "text-danger", hintClassName: "text-danger" },
  "not-reached": { icon: CircleMinus, word: "not reached", className: "text-faint", hintClassName: "text-faint" },
} as const;

/** The stages of a connection check, with what to do about one that failed. */
export function CheckList({ check }: { check: MirrorCheck }) {
  return (
    <ol aria-label="Connection check" className="flex flex-col gap-2.5" aria-live="polite">
      {check.stages.map((stage) => (
        <StageLine key={stage.stage} {...stage} />
      ))}
    </ol>
  );
}

function StageLine({ stage, result, text, hint }: MirrorStageResult) {
  const { icon: Icon, word, className, hintClassName } = looks[result];
  return (
    <li className="flex gap-2.5">
      <Icon size={16} aria-label={word} className={cx("mt-0.5 shrink-0", className)} />
      <div className="min-w-0">
        <p className={cx("font-medium", result === "not-reached" && "text-faint")}>{labels[stage]}</p>
        {result !== "not-reached" && <p className="break-words text-muted text-xs">{text}</p>}
        {hint && result !== "ok" && (
          <p className={cx("mt-0.5 break-words text-xs", hintClassName)}>{hintForWindow(hint)}</p>
        )}
      </div>
    </li>
  );
}
