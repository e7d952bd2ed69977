import { describe, expect, it } from "vitest";
import { backUpNow } from "../database/backups/test-make-backup.ts";
import { addGateway, addOrganization } from "../database/test-fleet.ts";
import { loadDeviceIdentity } from "../gateway/device-identity.ts";
import { openFolderVault } from "../keys/open-folder-vault.ts";
import { rotateKey } from "../keys/rotate-key.ts";
import { losesSecrets } from "./plan-restore.ts";
import { previewRestore, restoreBackup } from "./restore-backup.ts";
import { backUpAndChange, dataDir, request, withDatabase, yes } from "./test-restore.ts";

describe("the data key", () => {
  it("of a backup from before a rotation is told first, and its secrets are left out on demand", async () => {
    withDatabase((db) => {
      const vault = openFolderVault(db, { dataDir, env: {} });
      addOrganization(db);
      addGateway(db, { name: "Then" });
      db.sqlite.prepare("UPDATE gateways SET token = ?").run(vault.seal("secret", "gateway-token:x"));
      loadDeviceIdentity(dataDir, vault);
      backUpNow(db, { dataDir, reason: "by-hand" });
      rotateKey(db, { dataDir, env: {} }, null);
    });
    const plan = await previewRestore(request);
    expect(losesSecrets(plan)).toBe(true);
    expect(plan.lostSecrets?.secrets).toMatchObject({ gatewayTokens: ["Then"], deviceIdentity: false });
    expect(plan.backupKeyId).not.toBe(plan.keyId);
    await restoreBackup(request, yes);
    withDatabase((db) => {
      expect(openFolderVault(db, { dataDir, env: {} }).keyId).toBe(plan.keyId);
      expect(db.sqlite.prepare("SELECT token FROM gateways").pluck().get()).toBeNull();
    });
  });

  it("opens everything when it is the same", async () => {
    backUpAndChange();
    expect(losesSecrets(await previewRestore(request))).toBe(false);
  });
});
