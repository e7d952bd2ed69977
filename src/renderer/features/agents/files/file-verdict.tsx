import { useQueryClient } from "@tanstack/react-query";
import { FileCheck2, FileInput, UserRoundPen } from "lucide-react";
import { ownTemplateFieldOf } from "../../../../shared/own-template-files.ts";
import type { AgentFileView, AgentView } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { useBusyWith } from "../../../components/use-busy.ts";
import { toast, toastError } from "../../../stores/toasts.ts";
import { isDue, moveTitles } from "./file-actions.ts";
import { takeOurs } from "./take-ours.ts";

type FileChoice = "ours" | "theirs" | "own";

export type FileVerdictProps = { agent: AgentView; file: AgentFileView; runningRunId: string | null };

/** Which side changed a file that differs, and the operator's two choices. */
export function FileVerdict({ agent, file, runningRunId }: FileVerdictProps) {
  const [busy, start] = useBusyWith<FileChoice>();
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
  const decide = (side: FileChoice, work: () => Promise<unknown>) =>
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
          {gateway !== null && ownTemplateFieldOf(name) !== null && (
            <MakeOwnButton busy={busy} onClick={() => decide("own", () => makeOwnTemplate(agent, name))} />
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
        ? "Syncs leave this file alone until you take ours again or, if Flight Deck wrote it before, until either version changes."
        : moved === "theirs" || moved === "both"
          ? "The next sync writes the template version (ours) over the gateway version (theirs) and keeps the difference with its run."
          : "The next sync writes the template version (ours)."}
    </Notice>
  );
}

function MakeOwnButton({ busy, onClick }: { busy: FileChoice | null; onClick: () => void }) {
  return (
    <Button
      size="sm"
      icon={UserRoundPen}
      busy={busy === "own"}
      disabled={busy !== null}
      title="Makes the gateway version this agent's own template, so that syncs write it as it is now"
      onClick={onClick}
    >
      Make it the agent's own
    </Button>
  );
}

async function makeOwnTemplate(agent: AgentView, fileName: string): Promise<void> {
  const { isSame } = await client.agents.makeOwnTemplate({ id: agent.id, fileName });
  toast({
    tone: "ok",
    title: `${fileName} is the template of ${agent.name} alone now`,
    detail: isSame
      ? "Nothing was written to the gateway."
      : "The next sync writes it without the white space at its ends.",
  });
}
