import { compareFileVersions } from "../operations/compare-file-versions.ts";
import { listAgentFileVersions } from "../operations/list-file-versions.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { restoreOptions } from "../operations/plan-restores.ts";
import { readFileNow } from "../operations/read-file-now.ts";
import { startSyncRun } from "../operations/start-sync-run.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function fileVersionsRouter(os: ContractImplementer, services: RouterServices) {
  return {
    list: os.agents.versions.list.handler(({ input: { id: agentId, fileName } }) =>
      listAgentFileVersions(services.database, { agentId, fileName }),
    ),
    restore: os.agents.versions.restore.handler(({ input: { id: agentId, fileName, versionId } }) =>
      startSyncRun(services, restoreOptions(services.database, { agentId, fileName, versionId })),
    ),
    compare: os.agents.versions.compare.handler(({ input: { id: agentId, fileName, from, to }, signal }) => {
      const file = { agentId, fileName };
      return compareFileVersions(services, file, { from, to, readNow: () => readFileNow(services, file, signal) });
    }),
  };
}
