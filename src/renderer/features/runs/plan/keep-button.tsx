import { FileCheck2 } from "lucide-react";
import { Button } from "../../../components/button.tsx";
import { cx } from "../../../components/cx.ts";

export type KeepButtonProps = {
  /** The accessible name is about this: "SOUL.md of Ada". */
  what: string;
  /** Null where it cannot be chosen: then there is no button. */
  state: "all" | "some" | "none" | null;
  onChange: (isKept: boolean) => void;
};

/** Keeps the gateway version of one file, or of all files of a group. */
export function KeepButton({ what, state, onChange }: KeepButtonProps) {
  if (state === null) return null;
  const isKept = state === "all";
  return (
    <Button
      size="sm"
      variant={isKept ? "secondary" : "ghost"}
      icon={FileCheck2}
      aria-pressed={isKept}
      aria-label={`Keep theirs: ${what}`}
      title="Applying records that the gateway version stays: syncs leave it alone until it or the template version changes"
      onClick={() => onChange(!isKept)}
      className={cx(isKept && "bg-selected text-accent")}
    >
      Keep theirs
    </Button>
  );
}
