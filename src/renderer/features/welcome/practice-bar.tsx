import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { orpc } from "../../api/client.ts";
import { RemovePracticeButton } from "./remove-practice-button.tsx";

/** Shows on every screen that there is practice data, with a button that removes it. */
export function PracticeBar() {
  const info = useQuery(orpc.app.info.queryOptions());
  if (!info.data?.practice.present || !info.data.welcomed) return null;
  return (
    <aside
      aria-label="Practice data"
      className="flex items-center gap-2 border-violet/25 border-b bg-violet-soft px-4 py-1 text-xs"
    >
      <FlaskConical size={14} aria-hidden="true" className="shrink-0 text-violet" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-semibold text-violet">Practice data.</span> Items marked Practice run on a gateway inside
        Flight Deck. Nothing reaches a real gateway.
      </p>
      <RemovePracticeButton size="sm" variant="ghost" />
    </aside>
  );
}
