import { Bot, type LucideIcon, RadioTower, SquareKanban } from "lucide-react";
import { navigate } from "../router/use-location.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

type RecordKind = "agent" | "board" | "gateway";

const looks: Record<RecordKind, { icon: LucideIcon; title: string }> = {
  agent: { icon: Bot, title: "Agent not found" },
  board: { icon: SquareKanban, title: "Board not found" },
  gateway: { icon: RadioTower, title: "Gateway not found" },
};

/** Shown for a link to a record that no longer exists. */
export function RecordMissing({ kind }: { kind: RecordKind }) {
  return (
    <EmptyState {...looks[kind]} actions={<Button onClick={() => navigate(`/${kind}s`)}>{`Show all ${kind}s`}</Button>}>
      {`The ${kind} was deleted, or the link is from another installation.`}
    </EmptyState>
  );
}
