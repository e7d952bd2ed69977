import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readMirrorStatus } from "../../src/main/operations/change-mirror.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { type InterruptingProxy, startInterruptingProxy } from "./interrupting-proxy.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

const seeds = Number(process.env.FLIGHTDECK_SEEDS ?? 200);
const firstSeed = Number(process.env.FLIGHTDECK_SEED ?? Date.now() % 1_000_000);

let control: MissionControl;
let proxy: InterruptingProxy;
let here: Installation;

beforeAll(async () => {
  control = await startMissionControl();
  proxy = await startInterruptingProxy(control.server.port);
});
afterAll(async () => {
  await proxy?.close();
  await control?.stop();
});
beforeEach(async () => {
  await control.query("TRUNCATE organizations, users CASCADE");
  const organization_id = await control.add("organizations");
  const gateway_id = await control.add("gateways", { organization_id, token: "gateway-secret" });
  const board_id = await control.add("boards", { organization_id, gateway_id });
  await control.query(
    `INSERT INTO agents (id, board_id, gateway_id, name, status, soul_template, openclaw_session_id, created_at, updated_at)
     SELECT gen_random_uuid(), $1, $2, 'Agent ' || n, 'online', repeat('soul ', 40), 'key ' || n, now(), now()
     FROM generate_series(1, 60) AS n`,
    [board_id, gateway_id],
  );
  await control.query(
    "INSERT INTO board_memory (id, board_id, content, is_chat, created_at) SELECT gen_random_uuid(), $1, '/pause', true, now() AT TIME ZONE 'UTC' FROM generate_series(1, 5)",
    [board_id],
  );
  here = openInstallation();
  await here.setSource(control.url.replace(String(control.server.port), String(proxy.port)));
  await here.pull();
});
afterEach(() => here.close());

/** Everything a reader could see of Mission Control's rows, and what we know of them. */
function state(): string {
  const tables = [
    "organizations",
    "gateways",
    "boards",
    "agents",
    "board_memory",
    "mirror_rows",
    "mirror_changes",
    "mirror_conflicts",
  ];
  return JSON.stringify(tables.map((table) => here.query(`SELECT * FROM ${table} ORDER BY 1, 2`)));
}

/** Mission Control changes, adds and deletes some rows. */
async function live(step: number): Promise<void> {
  await control.query(
    `UPDATE agents SET name = 'Step ${step} ' || id, updated_at = now() WHERE ascii(right(id::text, 1)) % 3 = ${step % 3};
     DELETE FROM agents WHERE id = (SELECT id FROM agents ORDER BY random() LIMIT 1);
     INSERT INTO agents (id, board_id, gateway_id, name, status, openclaw_session_id, created_at, updated_at)
       SELECT gen_random_uuid(), board_id, gateway_id, 'New ${step}', 'online', 'new ${step}', now(), now() FROM agents LIMIT 1;
     UPDATE boards SET objective = 'Step ${step}'`,
  );
}

/** A small generator, so that a seed repeats its run. */
function randomOf(seed: number): number {
  let value = (seed * 2_654_435_761) >>> 0;
  value ^= value >>> 16;
  value = Math.imul(value, 2_246_822_507) >>> 0;
  return ((value ^ (value >>> 13)) >>> 0) / 2 ** 32;
}

describe("a connection that is cut", () => {
  it(`at any byte leaves the old state or the new (${seeds} seeds from ${firstSeed})`, {
    timeout: 300_000,
  }, async () => {
    const outcomes = { old: 0, new: 0 };
    let size = { full: 60_000, changes: 30_000 };
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      const full = seed % 2 === 0;
      await live(seed);
      const before = state();
      const cutAt = Math.floor(randomOf(seed) * (full ? size.full : size.changes));
      proxy.arm(cutAt);
      const failure = await here.pull({ full }).then(
        () => null,
        (error: unknown) => error,
      );
      const after = state();
      proxy.arm(Number.POSITIVE_INFINITY);
      await here.pull({ full });
      size = full ? { ...size, full: proxy.sent } : { ...size, changes: proxy.sent };
      const right = state();
      const where = `seed ${seed}, cut after ${cutAt} bytes`;
      if (failure) {
        expect(failure, where).toMatchObject({ code: expect.stringMatching(/^mirror-(unreachable|refused)$/) });
        expect(after, where).toBe(before);
        outcomes.old += 1;
      } else {
        expect(after, where).toBe(right);
        outcomes.new += 1;
      }
      expect(await here.pull({ full: true }), where).toEqual([]);
    }
    // Otherwise the cuts were not where they should be.
    expect(outcomes.old).toBeGreaterThan(seeds / 2);
  });

  it("by a server that restarts in mid-pull leaves the old state, and the next pull makes up for it", async () => {
    await live(1);
    const before = state();
    const restarted = new Promise<void>((resolve, reject) => {
      proxy.arm(20_000, () => void control.server.restart().then(resolve, reject));
    });
    await expect(here.pull({ full: true })).rejects.toMatchObject({ code: "mirror-unreachable" });
    await restarted;
    expect(state()).toBe(before);
    expect(readMirrorStatus(here).lastError?.message).toMatch(/was lost|is starting or stopping/);
    expect((await here.pull()).length).toBeGreaterThan(3);
    expect(await here.pull({ full: true })).toEqual([]);
  });

  it("meanwhile readers see the old state, also after rows have arrived, and a change made then is kept", async () => {
    await live(1);
    const before = state();
    let seen = "";
    const [{ id } = {}] = here.query("SELECT id FROM gateways");
    proxy.arm(20_000, () => {
      seen = state();
      here.database.sqlite.prepare("UPDATE gateways SET name = 'Changed meanwhile' WHERE id = ?").run(id);
    });
    await here.pull({ full: true });
    expect(seen).toBe(before);
    expect(here.query("SELECT name FROM gateways")).toEqual([{ name: "Changed meanwhile" }]);
    expect(here.query("SELECT table_name FROM mirror_changes")).toEqual([{ table_name: "gateways" }]);
  });

  it("by the operator changes nothing", async () => {
    await live(1);
    const before = state();
    const stop = new AbortController();
    proxy.arm(20_000, () => stop.abort());
    await expect(here.mirror.pull({ full: true, signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(state()).toBe(before);
  });
});

describe("two pulls", () => {
  it("of one process are one pull", async () => {
    await live(1);
    const [one, other] = await Promise.all([here.mirror.pull(), here.mirror.pull()]);
    expect(one).toBe(other);
  });

  it("of two processes on one data folder leave what the last of them saw", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-mirror-"));
    const [one, other] = [openInstallation(dataDir), openInstallation(dataDir)];
    await one.setSource(control.url.replace(String(control.server.port), String(proxy.port)));
    await one.pull();
    await live(1);
    let late: Promise<string[]> | undefined;
    // The first has read its snapshot halfway when Mission Control changes more and the second pulls.
    await new Promise<void>((resolve) => {
      proxy.arm(
        20_000,
        () =>
          void live(2)
            .then(() => other.pull())
            .then(() => resolve()),
      );
      late = one.pull({ full: true });
    });
    await late;
    const names = other.query("SELECT name FROM agents ORDER BY name").map(({ name }) => name);
    const right = (await control.query('SELECT name FROM agents ORDER BY name COLLATE "C"')).map(({ name }) => name);
    expect(names).toEqual(right);
    one.close();
    other.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});
