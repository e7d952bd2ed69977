import { once } from "node:events";
import { loadDeviceIdentity } from "../../src/main/gateway/device-identity.ts";
import { openVault } from "../../src/main/vault/open-vault.ts";
import { type RecordedCall, replayBare } from "./replay-bare.ts";
import type { Scenario } from "./scenario.ts";

/** Sends the calls of a scenario in a bare loop in a fresh process, and reports how long that took. */
const { dataDir, url, token } = JSON.parse(process.argv[2] ?? "") as Scenario;
const [calls] = (await once(process, "message")) as [RecordedCall[]];
const identity = loadDeviceIdentity(dataDir, openVault({ dataDir, env: {} }));
process.send?.(await replayBare(calls, { url, token }, identity), () => process.disconnect());
