import { expect, it } from "vitest";
import { checkMirror, readMirrorStatus, setMirror } from "../../src/main/operations/change-mirror.ts";
import { control, here } from "./one-agent.ts";

it("a check that fails before the rights says nothing about them", async () => {
  await here.setSource(await control.addRole("reader", "pw", "SELECT"));
  await control.server.halt();
  expect((await checkMirror(here)).ok).toBe(false);
  await control.server.resume();
  expect(readMirrorStatus(here).source).toMatchObject({
    writeBack: "read-only",
    check: { ok: false, migration: "a9b1c2d3e4f7" },
  });
  await control.query("GRANT ALL ON ALL TABLES IN SCHEMA public TO reader");
  await checkMirror(here);
  expect(readMirrorStatus(here).source?.writeBack).toBe("on");
});

it("a check that ends after another source was set is not taken for that one", async () => {
  await here.setSource(await control.addRole("limited", "pw", "SELECT"));
  const checking = checkMirror(here, {
    onStage: ({ stage }) => {
      if (stage === "rights")
        here.query("UPDATE mirror_source SET set_at = '2030-01-01T00:00:00.000000Z' RETURNING id");
    },
  });
  const before = readMirrorStatus(here).source?.check.checkedAt;
  await checking;
  expect(readMirrorStatus(here).source?.check.checkedAt).toBe(before);
});

it("is set with its settings in one step; those that are not given stay", async () => {
  const input = { url: control.url, tls: null, caPem: null };
  const { status } = await setMirror(here, { ...input, settings: { writeBack: false, pollSeconds: 30 } });
  expect(status.source).toMatchObject({ writeBack: "off", pollSeconds: 30 });
  const again = await setMirror(here, { ...input, settings: { pollSeconds: 45 } });
  expect(again.status.source).toMatchObject({ writeBack: "off", pollSeconds: 45 });
});
