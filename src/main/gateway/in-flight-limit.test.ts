import { describe, expect, test } from "vitest";
import { InFlightLimit } from "./in-flight-limit.ts";

describe("InFlightLimit", () => {
  test("lets in no more than the limit, and the next one when one leaves", async () => {
    const limit = new InFlightLimit(2);
    const leaveFirst = await limit.enter();
    await limit.enter();
    let third = false;
    const entering = limit.enter().then(() => {
      third = true;
    });
    await Promise.resolve();
    expect(third).toBe(false);
    leaveFirst();
    await entering;
    expect(third).toBe(true);
  });

  test("leaving twice frees one place only", async () => {
    const limit = new InFlightLimit(1);
    const leave = await limit.enter();
    leave();
    leave();
    await limit.enter();
    let second = false;
    void limit.enter().then(() => {
      second = true;
    });
    await Promise.resolve();
    expect(second).toBe(false);
  });

  test("halves when the gateway is busy, down to 4, and grows back answer by answer", () => {
    const limit = new InFlightLimit(32);
    limit.shrink();
    expect(limit.limit).toBe(16);
    for (let busy = 0; busy < 5; busy += 1) limit.shrink();
    expect(limit.limit).toBe(4);
    for (let answer = 0; answer < 4; answer += 1) limit.grow();
    expect(limit.limit).toBe(5);
    for (let answer = 0; answer < 10_000; answer += 1) limit.grow();
    expect(limit.limit).toBe(32);
  });

  test("one that wants to be alone waits for the others, and they wait for it", async () => {
    const limit = new InFlightLimit(4);
    const order: string[] = [];
    const enter = (name: string, entering: Promise<() => void>) =>
      entering.then((leave) => {
        order.push(name);
        return leave;
      });
    const first = await enter("first", limit.enter());
    const alone = enter("alone", limit.enterAlone());
    const alsoAlone = enter("also alone", limit.enterAlone());
    const others = [enter("other", limit.enter()), enter("another", limit.enter())];
    await Promise.resolve();
    expect(order).toEqual(["first"]);
    first();
    const leaveAlone = await alone;
    expect(order).toEqual(["first", "alone"]);
    leaveAlone();
    (await alsoAlone)();
    await Promise.all(others);
    expect(order).toEqual(["first", "alone", "also alone", "other", "another"]);
  });
});
