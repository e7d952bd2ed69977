import { CloudAlert, CloudDownload } from "lucide-react";
import { hintForWindow } from "../../shared/hint-words.ts";
import { useMirror } from "../api/use-mirror.ts";
import { Badge } from "./badge.tsx";
import { RelativeTime } from "./relative-time.tsx";

/** On every list of records: when they were last read from Mission Control's database, and whether that is still possible. */
export function PulledBadge() {
  const { data: mirror } = useMirror();
  if (!mirror?.source) return null;
  const { lastPull, lastError, staleSince } = mirror;
  if (lastError) {
    return (
      <Badge tone="warn" icon={CloudAlert} title={`${lastError.message} ${hintForWindow(lastError.hint)}`}>
        {staleSince ? (
          <span>
            Stale: pulled <RelativeTime at={staleSince} />
          </span>
        ) : (
          "Never pulled"
        )}
      </Badge>
    );
  }
  if (!lastPull) return <Badge icon={CloudDownload}>Not pulled yet</Badge>;
  return (
    <Badge icon={CloudDownload} title="From Mission Control's database">
      <span>
        Pulled <RelativeTime at={lastPull.finishedAt} />
      </span>
    </Badge>
  );
}
