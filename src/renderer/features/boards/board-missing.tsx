import { SquareKanban } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** For a link to a board that is no longer there. */
export function BoardMissing() {
  return (
    <EmptyState
      icon={SquareKanban}
      title="This board is not here"
      actions={<Button onClick={() => navigate("/boards")}>Show all boards</Button>}
    >
      It was deleted, or the link is from another installation.
    </EmptyState>
  );
}
