import type { FleetDownload } from "../../../shared/import-report.ts";
import { client } from "../../api/client.ts";
import { plural } from "../../time/format-time.ts";
import { saveText } from "../runs/save-text.ts";

/** An export, and what it has in one line. */
export type SavedFleet = FleetDownload & { title: string };

/** Saves the fleet as a file. */
export async function saveFleet(): Promise<SavedFleet> {
  const fleet = await client.app.exportFleet();
  saveText(fleet);
  const { gateways = 0, boards = 0, agents = 0 } = fleet.counts;
  const what = `${plural(gateways, "gateway")}, ${plural(boards, "board")} and ${plural(agents, "agent")}`;
  return { ...fleet, title: `Exported ${what}` };
}
