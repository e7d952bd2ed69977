import { expect, test } from "vitest";
import { limitWasmMemory } from "./limit-wasm-memory.ts";

type Memory = { buffer: ArrayBuffer; grow(pages: number): number };
type Wasm = {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: { m: Memory } };
};
/** The project's types have no WebAssembly: nothing else uses it directly. */
const { Module, Instance }: Wasm = Reflect.get(globalThis, "WebAssembly");

/** A module with one memory of 2 pages, exported as "m", and a custom section of 200 bytes before it. */
function moduleWithMemory(): Uint8Array {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const custom = [0, 0xc8, 0x01, 1, 0x78, ...new Array<number>(198).fill(0)];
  const memory = [5, 3, 1, 0, 2];
  const exported = [7, 5, 1, 1, 0x6d, 2, 0];
  return Uint8Array.from([...header, ...custom, ...memory, ...exported]);
}

test("the memory starts as before and cannot grow past the limit", () => {
  const limited = limitWasmMemory(moduleWithMemory(), 300);
  const { m: memory } = new Instance(new Module(limited)).exports;
  expect(memory.buffer.byteLength).toBe(2 * 65_536);
  expect(memory.grow(298)).toBe(2);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

test("a module without a memory is refused", () => {
  expect(() => limitWasmMemory(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), 10)).toThrow("no memory section");
});
