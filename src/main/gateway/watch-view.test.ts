import { expect, test } from "vitest";
import { classifyFailure } from "./failure.ts";
import { refusal } from "./refusal.ts";
import { failed, unknownConnection } from "./watch-view.ts";

const target = { name: "Harbour", url: "wss://harbour.invalid" };

test.each([
  // Without a network, macOS and Windows know no name: the watch tries again by itself once there is one.
  ["ENOTFOUND", "offline"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "refused"],
])("after %s the gateway is shown as %s", (code, state) => {
  const failure = classifyFailure(Object.assign(new Error(`connect ${code}`), { code }));
  const view = failed(unknownConnection, refusal(target, failure), "2026-11-29T12:00:00Z");
  expect(view).toMatchObject({ state });
});
