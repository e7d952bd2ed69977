import { FlaskConical } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Marks what belongs to the practice fleet, so that nobody takes it for their own. */
export function PracticeBadge() {
  return (
    <Badge tone="violet" icon={FlaskConical} title="Part of the practice fleet: nothing here reaches a real gateway">
      Practice
    </Badge>
  );
}
