import { afterAll, beforeAll, expect, it } from "vitest";
import { insertAgent, readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { countConflicts, countUnpushed } from "../../src/main/database/mirror/mirror-rows.ts";
import { pushToSource } from "../../src/main/mirror/push/push-to-source.ts";
import { newAgent } from "../../src/main/provisioning/ensure-lead.ts";
import { randomsOf } from "../../src/main/provisioning/test-randoms.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

/* `FLIGHTDECK_CUTS=N` tries as many seeds, `FLIGHTDECK_SEED=N` begins with another one. */
const cuts = Number(process.env.FLIGHTDECK_CUTS ?? 200);
const firstSeed = Number(process.env.FLIGHTDECK_SEED ?? 1);

let control: MissionControl;
let proxy: CuttingProxy;
let here: Installation;
let gateway_id: string;
const ids: string[] = [];

beforeAll(async () => {
  control = await startMissionControl();
  const organization_id = await control.add("organizations");
  gateway_id = await control.add("gateways", { organization_id });
  for (let index = 0; index < 20; index += 1)
    ids.push(await control.add("agents", { gateway_id, name: `Agent ${index}` }));
  proxy = await startCuttingProxy(control.server.port);
  here = openInstallation();
  await here.setSource(control.url.replace(`:${control.server.port}/`, `:${proxy.port}/`));
  await here.pull();
  await push();
});
afterAll(async () => {
  here?.close();
  proxy?.close();
  await control?.stop();
});

const push = () => pushToSource({ ...here, applicationName: "test" });

/** Changes on both sides that do not meet: some agents here, one there, a new one, a deleted one. */
async function makeChanges(seed: number, random: () => number): Promise<void> {
  for (const id of ids.slice(0, 15))
    if (random() < 0.5) updateAgent(here.database, id, { soulTemplate: `Seed ${seed}` });
  const added = newAgent({ name: `New ${seed}`, gatewayId: gateway_id, now: "2026-05-01T00:00:00.000000Z" });
  insertAgent(here.database, added);
  ids.push(added.id);
  const gone = ids.splice(15 + Math.floor(random() * 3), 1);
  here.query("DELETE FROM agents WHERE id = ? RETURNING id", gone[0]);
  await control.query("UPDATE agents SET identity_template = $1, status = 'online' WHERE id = $2", [
    `Seed ${seed}`,
    ids[3],
  ]);
}

it(`a push that is cut off at any byte loses and doubles nothing: ${cuts} seeds`, {
  timeout: 60_000 + cuts * 3_000,
}, async () => {
  let [length, cutOff] = [8_000, 0];
  for (let seed = firstSeed; seed < firstSeed + cuts; seed += 1) {
    const random = randomsOf(seed);
    await makeChanges(seed, random);
    proxy.cutAfter(Math.floor(random() * length));
    const failed = await push().then(
      () => false,
      () => true,
    );
    if (failed) cutOff += 1;
    proxy.cutAfter(null);
    const report = await push();
    length = Math.max(length, proxy.passedBytes);
    expect(report, `seed ${seed}`).toMatchObject({ refused: [], conflicts: [], unpushed: 0 });
    const there = await control.query(
      "SELECT id::text, name, soul_template, identity_template FROM agents ORDER BY id",
    );
    expect(
      there.map(({ id }) => id),
      `seed ${seed}`,
    ).toEqual([...ids].sort());
    for (const row of there) {
      const { name, soulTemplate, identityTemplate } = readAgent(here.database, String(row.id));
      expect([row.name, row.soul_template], `seed ${seed}`).toEqual([name, soulTemplate]);
      if (row.id === ids[3]) expect([identityTemplate, row.identity_template]).toContain(`Seed ${seed}`);
    }
  }
  // A pull gives agents without one their session key.
  await here.pull();
  await push();
  expect([countUnpushed(here.database), countConflicts(here.database)]).toEqual([0, 0]);
  expect(cutOff).toBeGreaterThan(cuts / 4);
  console.info(`${cutOff} of ${cuts} pushes were cut off`);
});

it("what a push that was cut off has added or changed, and was changed again here, is no change of Mission Control's", async () => {
  const [changed = ""] = ids;
  const change = (round: string): string => {
    const added = newAgent({ name: "First", gatewayId: gateway_id, now: "2026-05-01T00:00:00.000000Z" });
    insertAgent(here.database, added);
    updateAgent(here.database, changed, { soulTemplate: `First ${round}` });
    return added.id;
  };
  change("uncut");
  proxy.cutAfter(null);
  await push();
  const length = proxy.passedBytes;
  let arrived = 0;
  // The answer to COMMIT is among the last bytes.
  for (let at = length - 100; at < length; at += 4) {
    const added = change(String(at));
    proxy.cutAfter(at);
    const isCut = await push().then(
      () => false,
      () => true,
    );
    proxy.cutAfter(null);
    if (isCut) arrived += (await control.query("SELECT FROM agents WHERE id = $1", [added])).length;
    updateAgent(here.database, added, { name: "Second" });
    updateAgent(here.database, changed, { soulTemplate: `Second ${at}` });
    await here.pull();
    await push();
    expect([countUnpushed(here.database), countConflicts(here.database)], `cut after ${at} bytes`).toEqual([0, 0]);
    const there = await control.query("SELECT name, soul_template FROM agents WHERE id IN ($1, $2) ORDER BY id = $1", [
      added,
      changed,
    ]);
    expect(there, `cut after ${at} bytes`).toMatchObject([{ soul_template: `Second ${at}` }, { name: "Second" }]);
    expect(readAgent(here.database, added).name).toBe("Second");
  }
  expect(arrived).toBeGreaterThan(0);
}, 120_000);

it("what a push that was cut off has added is deleted there once it is deleted here, also beside a refused row", async () => {
  const refused = ids.pop() ?? "";
  await control.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.id = '${refused}' THEN RAISE EXCEPTION 'kept'; END IF; RETURN OLD; END $$;
    CREATE TRIGGER refuse BEFORE DELETE ON agents FOR EACH ROW EXECUTE FUNCTION refuse()`);
  const added = await addByCutPush();
  for (const id of [refused, added]) here.query("DELETE FROM agents WHERE id = ? RETURNING id", id);
  expect(await push()).toMatchObject({ refused: [{ id: refused }], unpushed: 1 });
  const left = "SELECT id::text FROM agents WHERE id IN ($1, $2)";
  expect(await control.query(left, [refused, added])).toEqual([{ id: refused }]);
  await control.query("DROP TRIGGER refuse ON agents");
  expect(await push()).toMatchObject({ refused: [], unpushed: 0 });
  expect(await control.query(left, [refused, added])).toEqual([]);
}, 120_000);

/** Adds agents until the push of one arrives and its answer does not. */
async function addByCutPush(): Promise<string> {
  const add = (): string => {
    const added = newAgent({ name: "Cut", gatewayId: gateway_id, now: "2026-05-01T00:00:00.000000Z" });
    // Without PostgreSQL's defaults, the row there is exactly the one that was sent.
    insertAgent(here.database, { ...added, lifecycleGeneration: 0, wakeAttempts: 0 });
    return added.id;
  };
  add();
  proxy.cutAfter(null);
  await push();
  const length = proxy.passedBytes;
  for (let at = length - 100; at < length; at += 4) {
    const added = add();
    proxy.cutAfter(at);
    const isCut = await push().then(
      () => false,
      () => true,
    );
    proxy.cutAfter(null);
    if (isCut && (await control.query("SELECT FROM agents WHERE id = $1", [added])).length > 0) return added;
    await push();
  }
  throw new Error("no cut fell between the commit and its answer");
}
