import { describe, expect, it } from "vitest";
import { heartbeatDraftOf, heartbeatErrors, heartbeatInput } from "./heartbeat-draft.ts";

const odd = {
  every: 10,
  target: "slack",
  model: "small",
  activeHours: { start: "8", end: "20:00", days: ["mon"], timezone: null },
  includeReasoning: false,
};
const fields = heartbeatDraftOf(odd);

describe("the heartbeat of a form", () => {
  it.each([[null], [{}], [odd], [{ target: "none" }], [{ activeHours: null }], [{ activeHours: "always" }]])(
    "leaves %j as it is when nothing was typed, and finds nothing wrong with it",
    (before) => {
      expect(heartbeatInput(heartbeatDraftOf(before), before)).toEqual(before);
      expect(heartbeatErrors(heartbeatDraftOf(before), before)).toEqual({});
    },
  );

  it("changes what was typed, removes what was cleared, and keeps what it does not know", () => {
    const typed = { ...fields, every: " 1h ", target: "" as const, start: "", end: "", timezone: "" };
    expect(heartbeatInput(typed, odd)).toEqual({
      every: "1h",
      model: "small",
      activeHours: { days: ["mon"], timezone: null },
      includeReasoning: false,
    });
    const onlyHours = { activeHours: { start: "08:00", end: "20:00" }, every: "5m" };
    const cleared = { ...heartbeatDraftOf(onlyHours), start: "", end: "" };
    expect(heartbeatInput(cleared, onlyHours)).toEqual({ every: "5m" });
  });

  it("gives a new agent what was typed, or nothing", () => {
    const empty = heartbeatDraftOf(null);
    expect(heartbeatInput(empty, undefined)).toBeNull();
    const typed = { ...empty, target: "channel" as const, channel: "slack", start: "08:00", end: "24:00" };
    expect(heartbeatErrors(typed, undefined)).toEqual({});
    expect(heartbeatInput(typed, undefined)).toEqual({
      target: "slack",
      activeHours: { start: "08:00", end: "24:00" },
    });
  });

  it.each([
    [{ every: "often" }, ["every"]],
    [{ target: "channel" as const, channel: " " }, ["channel"]],
    [{ start: "8:00", end: "25:00" }, ["start", "end"]],
    [{ start: "08:00" }, ["end"]],
    [{ end: "08:00" }, ["start"]],
    [{ timezone: "Europe/Berlin" }, ["timezone"]],
  ])("refuses %j beside the field", (part, wrong) => {
    expect(Object.keys(heartbeatErrors({ ...heartbeatDraftOf(null), ...part }, null))).toEqual(wrong);
  });
});
