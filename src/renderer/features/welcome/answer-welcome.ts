import type { AppInfo } from "../../../shared/views.ts";
import { client, orpc, queryClient } from "../../api/client.ts";
import { toast, toastError } from "../../stores/toasts.ts";

/**
 * Answers the welcome panel, now or later: keeps or removes the practice fleet.
 *
 * @returns whether it succeeded; if not, an error is shown
 */
export async function answerWelcome(choice: "keep-practice" | "remove-practice"): Promise<boolean> {
  try {
    const info: AppInfo = await client.app.welcome({ choice });
    const queryKey = orpc.app.info.queryKey();
    // A pending response would still have the old state and show the panel again for a moment.
    await queryClient.cancelQueries({ queryKey });
    queryClient.setQueryData(queryKey, info);
    if (choice === "remove-practice") toast({ tone: "ok", title: "Practice data was removed" });
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}
