import type { AppInfo } from "../../../shared/views.ts";
import { client, orpc, queryClient } from "../../api/client.ts";
import { toast, toastError } from "../../stores/toasts.ts";

/**
 * Answers the welcome panel: keeps or removes the practice fleet.
 *
 * @returns whether it succeeded; if not, an error is shown
 */
export async function answerWelcome(choice: "keep-practice" | "remove-practice"): Promise<boolean> {
  try {
    await (choice === "remove-practice" ? removePractice() : keepPractice());
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

/** Removes the practice fleet. @throws when it cannot be removed */
export async function removePractice(): Promise<void> {
  await show(await client.app.welcome({ choice: "remove-practice" }));
  toast({ tone: "ok", title: "Practice data was removed" });
}

async function keepPractice(): Promise<void> {
  await show(await client.app.welcome({ choice: "keep-practice" }));
}

async function show(info: AppInfo): Promise<void> {
  const queryKey = orpc.app.info.queryKey();
  // A pending response would still have the old state and show the panel again for a moment.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, info);
}
