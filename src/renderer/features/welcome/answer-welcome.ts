import type { AppInfo } from "../../../shared/views.ts";
import { client, orpc, queryClient } from "../../api/client.ts";
import { toast, toastError } from "../../stores/toasts.ts";

/**
 * Answers the welcome panel, now or later: keeps the practice fleet or takes it away.
 *
 * @returns whether main did it; if not, the reason is shown.
 */
export async function answerWelcome(choice: "keep-practice" | "remove-practice"): Promise<boolean> {
  try {
    const info: AppInfo = await client.app.welcome({ choice });
    const queryKey = orpc.app.info.queryKey();
    // An answer under way is from before, and would bring the panel back for a moment.
    await queryClient.cancelQueries({ queryKey });
    queryClient.setQueryData(queryKey, info);
    if (choice === "remove-practice") toast({ tone: "ok", title: "The practice fleet is gone" });
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}
