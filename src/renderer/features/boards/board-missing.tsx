import { SquareKanban } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** Shown for a link to a board that no longer exists. */
export function BoardMissing() {
  return (
    <EmptyState
      icon={SquareKanban}
      title="Board not found"
      actions={<Button onClick={() => navigate("/boards")}>Show all boards</Button>}
    >
      The board was deleted, or the link is from another installation.
    </EmptyState>
  );
}
