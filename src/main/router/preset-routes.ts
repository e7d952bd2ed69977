import { readSyncPresets } from "../database/stored-presets.ts";
import { deletePreset, renamePreset, savePreset } from "../operations/change-presets.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function presetsRouter(os: ContractImplementer, { database, changes }: RouterServices) {
  const told = <Result>(result: Result): Result => {
    changes.emit("settings");
    return result;
  };
  return {
    list: os.presets.list.handler(() => readSyncPresets(database)),
    save: os.presets.save.handler(({ input }) => told(savePreset(database, input))),
    rename: os.presets.rename.handler(({ input: { name, to } }) => told(renamePreset(database, name, to))),
    delete: os.presets.delete.handler(({ input: { name } }) => told(deletePreset(database, name))),
  };
}
