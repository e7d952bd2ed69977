import { Tag } from "lucide-react";
import { Badge } from "../badge.tsx";

/** A record's labels; those of an agent's board look different. */
export function LabelBadges({ labels = [], boardLabels = [] }: { labels?: string[]; boardLabels?: string[] }) {
  const ofBoard = boardLabels.filter((label) => !labels.includes(label));
  if (labels.length + ofBoard.length === 0) return null;
  const title = [...labels, ...ofBoard.map((label) => `${label} (of its board)`)].join(", ");
  return (
    <span className="flex min-w-0 flex-wrap gap-1" title={title}>
      {labels.map((label) => (
        <Badge key={label} tone="accent">
          {label}
        </Badge>
      ))}
      {ofBoard.map((label) => (
        <Badge key={label} icon={Tag}>
          <span className="sr-only">Of its board: </span>
          {label}
        </Badge>
      ))}
    </span>
  );
}
