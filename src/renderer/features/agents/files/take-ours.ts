import type { AgentView } from "../../../../shared/views.ts";
import { client } from "../../../api/client.ts";
import { toast } from "../../../stores/toasts.ts";

export type OneFile = { agent: Pick<AgentView, "id" | "gatewayId" | "isMain">; fileName: string };

/** Writes the template version of one file of one agent, and waits until that has succeeded or failed. */
export async function takeOurs({ agent, fileName }: OneFile): Promise<void> {
  const { id, gatewayId, isMain } = agent;
  const sync = { gatewayId, agentIds: [id], includeMain: isMain, fileNames: [fileName] };
  const { runId } = await client.runs.sync(sync);
  for await (const _ of await client.runs.follow({ id: runId, afterSeq: 0 }));
  const { run } = await client.runs.get({ id: runId });
  const link = { to: `/runs/${runId}`, label: "Open the run" };
  if (run.status === "succeeded")
    toast({ tone: "ok", title: `The gateway has the template version of ${fileName} again`, link });
  else toast({ tone: "danger", title: `${fileName} could not be written`, detail: "The run says why.", link });
}
