import { hintForWindow } from "../../../shared/hint-words.ts";
import type { WakeTarget } from "../../../shared/wake.ts";
import { client } from "../../api/client.ts";
import { navigate } from "../../router/use-location.ts";
import { toast, toastError } from "../../stores/toasts.ts";

/** Wakes agents and opens the run, or the list of runs if they are on several gateways. Errors are shown as messages. */
export async function startWake(target: WakeTarget): Promise<void> {
  try {
    const { runIds, problems } = await client.runs.wake(target);
    for (const { message, hint } of problems) toast({ tone: "danger", title: message, detail: hintForWindow(hint) });
    navigate(runIds.length === 1 ? `/runs/${runIds[0]}` : "/runs");
  } catch (error) {
    toastError(error);
  }
}
