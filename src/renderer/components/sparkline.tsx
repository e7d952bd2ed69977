export type SparklineProps = {
  /** Oldest first. */
  values: number[];
  /** The accessible name: "Latency of the last 40 checks". */
  label: string;
};

const widthPx = 48;
const heightPx = 20;

/** A small line chart of a few dozen values, from zero up. */
export function Sparkline({ values, label }: SparklineProps) {
  if (values.length < 2) return null;
  const points = sparklinePoints(values, widthPx, heightPx);
  const [lastX = "0", lastY = "0"] = points.at(-1)?.split(",") ?? [];
  return (
    <svg
      role="img"
      aria-label={label}
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      className="shrink-0"
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        className="stroke-blue-mark"
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
      <circle cx={lastX} cy={lastY} r="1.75" className="fill-blue-mark" />
    </svg>
  );
}

/** @returns points as "x,y", within the box and a margin of 2. */
export function sparklinePoints(values: number[], width: number, height: number): string[] {
  const highest = Math.max(...values, 1);
  const stepX = (width - 4) / Math.max(values.length - 1, 1);
  return values.map((value, index) => {
    const x = 2 + index * stepX;
    const y = height - 2 - (value / highest) * (height - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
}
