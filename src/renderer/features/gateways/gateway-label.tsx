import type { GatewayLabel } from "../../../shared/views.ts";
import { cx } from "../../components/cx.ts";

export const labelLooks: Record<GatewayLabel["colour"], { name: string; className: string }> = {
  slate: { name: "Slate", className: "bg-neutral-mark" },
  blue: { name: "Blue", className: "bg-blue-mark" },
  green: { name: "Green", className: "bg-ok-mark" },
  amber: { name: "Amber", className: "bg-warn-mark" },
  red: { name: "Red", className: "bg-danger-mark" },
  violet: { name: "Violet", className: "bg-violet-mark" },
};

/** A gateway's colour, as a bar at the edge of its row. */
export function LabelMark({ label }: { label: GatewayLabel }) {
  return (
    <span aria-hidden="true" className={cx("h-6 w-1 shrink-0 rounded-full", labelLooks[label.colour].className)} />
  );
}

/** A gateway's environment with its colour: "production". */
export function EnvironmentBadge({ label }: { label: GatewayLabel }) {
  if (label.environment === "") return null;
  return (
    <span className="inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded border border-line-strong px-1.5 font-medium text-2xs text-muted">
      <span aria-hidden="true" className={cx("size-1.5 rounded-full", labelLooks[label.colour].className)} />
      {label.environment}
    </span>
  );
}
