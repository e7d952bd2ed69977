import { FlaskConical } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Marks what belongs to the practice fleet, so that it is not mistaken for real data. Lists use the compact form. */
export function PracticeBadge({ compact = false }: { compact?: boolean }) {
  if (compact) {
    return <FlaskConical size={13} role="img" aria-label="Practice" className="shrink-0 text-violet" />;
  }
  return (
    <Badge tone="violet" icon={FlaskConical} title="Part of the practice fleet: nothing here reaches a real gateway">
      Practice
    </Badge>
  );
}
