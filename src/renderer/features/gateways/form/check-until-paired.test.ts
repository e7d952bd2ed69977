import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../../../shared/views.ts";
import { checkUntilPaired } from "./check-until-paired.ts";

const result = (change: Partial<CheckResult>): CheckResult => ({
  ok: false,
  code: null,
  stages: [],
  pairingRequestId: null,
  offeredCertificate: null,
  ...change,
});
const begun = result({ stages: [{ stage: "address", state: "ok", detail: "it answers", hint: null }] });
const pairing = result({ code: "gateway-pairing", pairingRequestId: "request-1" });
const ok = result({ ok: true });
const refused = result({ code: "gateway-auth" });

/** Simulates checks with these results, one list per check. */
async function check(answers: CheckResult[][], signal = new AbortController().signal, pause = async () => {}) {
  const shown: CheckResult[] = [];
  let checks = 0;
  const last = await checkUntilPaired({
    async check() {
      const results = answers[checks++] ?? [];
      return (async function* () {
        yield* results;
      })();
    },
    signal,
    onResult: (each) => shown.push(each),
    pause,
  });
  return { last, shown, checks };
}

describe("checkUntilPaired", () => {
  it("shows the stages of a check as they arrive", async () => {
    expect(await check([[begun, ok]])).toEqual({ last: ok, shown: [begun, ok, ok], checks: 1 });
  });

  it("checks again until the pairing is approved, without showing the stages from the beginning again", async () => {
    const { last, shown, checks } = await check([
      [begun, pairing],
      [begun, pairing],
      [begun, ok],
    ]);
    expect([last, checks]).toEqual([ok, 3]);
    expect(shown.filter((each) => each === begun)).toHaveLength(1);
  });

  it("ends with a refusal that follows the pairing", async () => {
    expect((await check([[pairing], [refused]])).last).toBe(refused);
  });

  it("stops waiting when it is told to", async () => {
    const abort = new AbortController();
    const { last, checks } = await check([[pairing], [ok]], abort.signal, async () => abort.abort());
    expect([last, checks]).toEqual([null, 1]);
  });
});
