import { expect, test } from "vitest";
import { refuseUnknownFiles } from "./refuse-unknown-files.ts";

test("takes the names of files on gateways of either dialect, and none at all", () => {
  for (const fileNames of [null, ["AGENTS.md", "TOOLS.md", "HEARTBEAT.md", "BOOTSTRAP.md"], ["HEARTBEAT"]]) {
    expect(() => refuseUnknownFiles({ fileNames })).not.toThrow();
  }
});

test.each(["SOLU.md", "soul.md", "SOUL", "TOOLS", "../SOUL.md", ""])(
  "refuses %j among known names, and says which there are",
  (name) => {
    expect(() => refuseUnknownFiles({ fileNames: ["AGENTS.md", name] })).toThrow(
      expect.objectContaining({
        code: "bad-input",
        message: expect.stringMatching(new RegExp(`name: "${name}"\\.$`)),
        hint: expect.stringContaining(
          "AGENTS.md, SOUL.md, TOOLS.md, IDENTITY.md, USER.md, HEARTBEAT.md, MEMORY.md, BOOTSTRAP.md, HEARTBEAT,",
        ),
      }),
    );
  },
);
