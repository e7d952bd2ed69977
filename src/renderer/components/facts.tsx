import type { ReactNode } from "react";

export type Fact = { label: string; value: ReactNode };

/** Names and values, aligned. A missing value shows as "Not set". */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-5">
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="py-1 text-faint">{label}</dt>
          <dd className="min-w-0 break-words py-1">{value ?? <span className="text-faint">Not set</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
