import { client, orpc, queryClient } from "../../api/client.ts";

/** Saves settings. The window knows them when it is done: a form that waited for them would still count as unsaved. */
export async function saveSettings(change: Parameters<typeof client.app.saveSettings>[0]): Promise<void> {
  const saved = await client.app.saveSettings(change);
  const queryKey = orpc.app.settings.queryKey();
  // A pending response would still have the old ones.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, saved);
}
