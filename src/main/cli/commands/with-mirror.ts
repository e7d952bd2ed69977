import type { Command } from "commander";
import { MirrorPulls } from "../../mirror/mirror-pulls.ts";
import type { MirrorServices } from "../../operations/change-mirror.ts";
import type { Cli } from "../cli-context.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";

/** Opens the records and the vault for a command about the mirror. */
export function withMirror<T>(cli: Cli, command: Command, work: (services: MirrorServices) => Promise<T>): Promise<T> {
  return withRecords(cli, command, async (database, dataDir) => {
    const vault = await openRecordsVault(cli, { database, dataDir });
    return await work({ database, vault, mirror: new MirrorPulls({ database, vault }) });
  });
}
