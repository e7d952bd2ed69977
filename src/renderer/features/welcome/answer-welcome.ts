import { client, orpc } from "../../api/client.ts";
import { showAnswer } from "../../api/show-answer.ts";
import { toast, toastError } from "../../stores/toasts.ts";

type WelcomeChoice = "keep-practice" | "remove-practice";

/**
 * Answers the welcome panel: keeps or removes the practice fleet.
 *
 * @returns whether it succeeded; if not, an error is shown
 */
export async function answerWelcome(choice: WelcomeChoice): Promise<boolean> {
  try {
    await (choice === "remove-practice" ? removePractice() : answer(choice));
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

/** Removes the practice fleet. @throws when it cannot be removed */
export async function removePractice(): Promise<void> {
  await answer("remove-practice");
  toast({ tone: "ok", title: "Practice data was removed" });
}

async function answer(choice: WelcomeChoice): Promise<void> {
  await showAnswer(orpc.app.info.queryKey(), await client.app.welcome({ choice }));
}
