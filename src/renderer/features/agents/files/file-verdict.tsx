import { useQueryClient } from "@tanstack/react-query";
import { FileCheck2, FileInput } from "lucide-react";
import type { AgentFileView, AgentView } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { useBusyWith } from "../../../components/use-busy.ts";
import { toastError } from "../../../stores/toasts.ts";
import { isDue, moveTitles } from "./file-actions.ts";
import { takeOurs } from "./take-ours.ts";

export type FileVerdictProps = { agent: AgentView; file: AgentFileView; runningRunId: string | null };

/** Which side changed a file that differs, and the operator's two choices. */
export function FileVerdict({ agent, file, runningRunId }: FileVerdictProps) {
  const [busy, start] = useBusyWith<"ours" | "theirs">();
  const queries = useQueryClient();
  const { name, action, reason, isKept, moved, gateway, oursMaskedSha256, theirsMaskedSha256 } = file;
  if (action === "blocked") {
    return (
      <Notice tone="danger" title="A sync cannot write this file now">
        {`${reason}.`}
      </Notice>
    );
  }
  if (!isKept && !isDue(file)) return null;
  const decide = (side: "ours" | "theirs", work: () => Promise<unknown>) =>
    start(side, async () => {
      await work().catch(toastError);
      await queries.invalidateQueries({ queryKey: orpc.agents.files.key({ input: { id: agent.id } }) });
    });
  const take = () =>
    decide("ours", async () => {
      if (isKept) await client.agents.keepTheirs({ id: agent.id, fileName: name, kept: null });
      await takeOurs({ agent, fileName: name });
    });
  const keep = () =>
    decide("theirs", async () => {
      if (theirsMaskedSha256 === null) return;
      await client.agents.keepTheirs({
        id: agent.id,
        fileName: name,
        kept: { theirsMaskedSha256, oursMaskedSha256 },
      });
    });
  return (
    <Notice
      tone={isKept ? "info" : action === "conflict" ? "danger" : "warn"}
      title={
        isKept
          ? gateway === null
            ? "The file is not made"
            : "The gateway version is kept"
          : moveTitles[gateway === null ? "missing" : (moved ?? "unknown")]
      }
      actions={
        <>
          {!isKept && gateway !== null && (
            <Button
              size="sm"
              icon={FileCheck2}
              busy={busy === "theirs"}
              disabled={busy !== null}
              title="Keeps the gateway version: syncs leave it alone until either version changes again"
              onClick={() => keep()}
            >
              Keep theirs
            </Button>
          )}
          <Button
            size="sm"
            icon={FileInput}
            busy={busy === "ours"}
            disabled={busy !== null || runningRunId !== null}
            title="Writes the template version of this file, and nothing else"
            onClick={() => take()}
          >
            {isKept ? "Take ours again" : "Take ours"}
          </Button>
        </>
      }
    >
      {isKept
        ? "Syncs leave this file alone until the gateway version (theirs) or the template version (ours) changes again."
        : moved === "theirs" || moved === "both"
          ? "The next sync writes the template version (ours) over the gateway version (theirs) and keeps the difference with its run."
          : "The next sync writes the template version (ours)."}
    </Notice>
  );
}
