import { client, orpc } from "../../api/client.ts";
import { showAnswer } from "../../api/show-answer.ts";

/** Saves settings. The window knows them when it is done: a form that waited for them would still count as unsaved. */
export async function saveSettings(change: Parameters<typeof client.app.saveSettings>[0]): Promise<void> {
  await showAnswer(orpc.app.settings.queryKey(), await client.app.saveSettings(change));
}
