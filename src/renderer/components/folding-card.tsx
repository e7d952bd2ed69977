import { type ReactNode, useId } from "react";
import { useOpenCard } from "../stores/open-cards.ts";
import { FoldButton } from "./fold-button.tsx";

export type FoldingCardProps = {
  /** Under which the operator's choice is kept. */
  id: string;
  title: string;
  /** The most important of it in one line, while it is closed. */
  summary: ReactNode;
  openAtFirst?: boolean;
  children: ReactNode;
};

/** A card of facts that opens and closes, so that they do not push the actions off the screen. */
export function FoldingCard({ id, title, summary, openAtFirst = false, children }: FoldingCardProps) {
  const [isOpen, setOpen] = useOpenCard(id, openAtFirst);
  const headingId = useId();
  const bodyId = useId();
  return (
    <section aria-labelledby={headingId} className="min-w-0 rounded-lg border border-line bg-surface shadow-low">
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
        <h2 id={headingId} className="font-semibold text-sm">
          <FoldButton
            isOpen={isOpen}
            aria-controls={bodyId}
            onClick={() => setOpen(!isOpen)}
            className="-ml-1 gap-1 rounded-sm hover:text-accent"
          >
            {title}
          </FoldButton>
        </h2>
        {!isOpen && (
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-muted text-xs">{summary}</div>
        )}
      </div>
      <div id={bodyId} hidden={!isOpen} className="border-line border-t p-4">
        {isOpen && children}
      </div>
    </section>
  );
}
