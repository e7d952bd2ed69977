import { cx } from "../../../components/cx.ts";

export type SizeBarProps = {
  /** What is measured: "AGENTS.md". */
  label: string;
  chars: number;
  /** The gateway cuts off text beyond this limit. */
  limit: number;
};

/** From this share of the limit on, the bar warns. */
const tightShare = 0.8;

/** How much of a limit a text uses. */
export function SizeBar({ label, chars, limit }: SizeBarProps) {
  const share = chars / limit;
  const percent = Math.round(share * 100);
  const words = `${chars.toLocaleString("en")} of ${limit.toLocaleString("en")} characters (${percent} %)`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the colours of a <meter> cannot be set
    <span
      role="meter"
      aria-label={`Size of ${label}`}
      aria-valuenow={Math.min(chars, limit)}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuetext={words}
      title={words}
      className="block h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft"
    >
      <span
        className={cx(
          "block h-full min-w-0.5 rounded-full",
          share > 1 ? "bg-danger-mark" : share > tightShare ? "bg-warn-mark" : "bg-blue-mark",
        )}
        style={{ width: `${Math.min(100, share * 100)}%` }}
      />
    </span>
  );
}
