import { expect, it } from "vitest";
import { updateAgent } from "../../src/main/database/agents.ts";
import { connectToSource } from "../../src/main/mirror/source/connect-to-source.ts";
import { sourceError } from "../../src/main/mirror/source/explain-source-error.ts";
import { parseSourceUrl } from "../../src/main/mirror/source/parse-source-url.ts";
import { readMirrorStatus } from "../../src/main/operations/change-mirror.ts";
import { agent, control, here } from "./one-agent.ts";

const problems = () => readMirrorStatus(here).pushProblems;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}

it("a host that stays open says what its pushes could not write, until it is written", async () => {
  await here.pull();
  await control.query("ALTER TABLE agents ADD CONSTRAINT no_bob CHECK (name <> 'Bob')");
  here.mirror.start();
  updateAgent(here.database, agent, { name: "Bob" });
  await until(() => problems().length > 0);
  expect(problems()).toMatchObject([
    { code: "push-failed", message: expect.stringContaining('record of agent "Bob"') },
  ]);
  await control.query("ALTER TABLE agents DROP CONSTRAINT no_bob");
  updateAgent(here.database, agent, { name: "Bea" });
  await until(() => problems().length === 0);
  expect(readMirrorStatus(here).unpushed).toBe(0);
  await here.mirror.stop();
});

it("what Mission Control changed and a push could not take over here is not called refused there", async () => {
  await here.pull();
  updateAgent(here.database, agent, { name: "Bea" });
  await control.query("DELETE FROM agents");
  expect((await here.mirror.push()).refused).toMatchObject([{ id: agent, side: "here" }]);
  const [problem] = problems();
  expect(problem?.message).toBe(
    'Mission Control\'s changes to agent "Bea" were not taken over here: it was deleted in Mission Control; the next pull deletes it here.',
  );
  expect(problem?.hint).toContain("Pull first");
});

it("a push that finds no server says so", async () => {
  await here.pull();
  await control.server.halt();
  updateAgent(here.database, agent, { name: "Bea" });
  await expect(here.mirror.push()).rejects.toMatchObject({ code: "mirror-unreachable" });
  await control.server.resume();
  expect(problems()).toMatchObject([{ code: "mirror-unreachable" }]);
  await here.mirror.push();
  expect(problems()).toEqual([]);
});

it("a server that stops answering counts as gone", async () => {
  const connection = { address: parseSourceUrl(control.url), tls: "off", caPem: null } as const;
  const client = await connectToSource(connection, { queryTimeoutMs: 200 });
  const error: unknown = await client.query("SELECT pg_sleep(60)").catch((reason: unknown) => reason);
  expect(sourceError(error, connection)).toMatchObject({ code: "mirror-unreachable" });
  await client.end();
});
