import { expect, test } from "vitest";
import { nameLostSecrets } from "./name-lost-secrets.ts";

test("every secret that is lost is named, and nothing else", () => {
  const none = {
    ...{ gatewayTokens: [], pairings: [], moves: [], missionControl: null },
    ...{ keptFiles: 0, browserSessions: 0, webhooks: [], proxy: false, deviceIdentity: false },
  };
  expect(nameLostSecrets(none)).toEqual([]);
  const all = {
    ...{ gatewayTokens: ["North"], pairings: ["South"], moves: [{ agent: "Scout", from: "/a", to: "/b" }] },
    ...{
      missionControl: { unwrittenChanges: 2, conflicts: 1 },
      keptFiles: 3,
      browserSessions: 1,
      webhooks: ["Team"],
      proxy: true,
      deviceIdentity: true,
    },
  };
  expect(nameLostSecrets(all)).toEqual([
    'the token or password of gateway "North"',
    "the device key: gateways that ask for a paired device ask again",
    'the pairing with gateway "South"',
    'the copied files of agent "Scout", which moves from /a to /b',
    "the address of Mission Control's database, with its password",
    "2 changes not yet written to Mission Control",
    "1 conflict with Mission Control",
    "3 kept contents of files that runs have replaced",
    "the access of 1 browser",
    'the address of webhook "Team"',
    "the address of the proxy",
  ]);
});
