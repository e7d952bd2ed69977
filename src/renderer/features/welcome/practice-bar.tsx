import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { orpc } from "../../api/client.ts";
import { RemovePracticeButton } from "./remove-practice-button.tsx";

/** Says on every screen that practice data is about, and takes it away at a press. */
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
        <span className="font-semibold text-violet">Practice data.</span> What bears this mark lives on a gateway inside
        Flight Deck; nothing of it reaches a real one.
      </p>
      <RemovePracticeButton size="sm" variant="ghost" />
    </aside>
  );
}
