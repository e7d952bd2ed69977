const memorySectionId = 5;
const headerBytes = 8;

/**
 * A copy of a WebAssembly module whose own memory cannot grow past `maxPages` (64 KiB each). Fuel limits steps, not bytes:
 * forty steps that each double a text would otherwise use gigabytes.
 * @throws Error when the module declares no memory of its own.
 */
export function limitWasmMemory(module: Uint8Array, maxPages: number): Buffer<ArrayBuffer> {
  for (let at = headerBytes; at < module.length; ) {
    const size = readNumber(module, at + 1);
    const end = size.next + size.value;
    if (module[at] === memorySectionId) {
      // One memory: the count (1), flags, smallest size; flag 1 means that a largest size follows.
      const minPages = readNumber(module, size.next + 2);
      const content = [1, 1, ...writeNumber(minPages.value), ...writeNumber(maxPages)];
      const section = Uint8Array.from([memorySectionId, ...writeNumber(content.length), ...content]);
      return Buffer.concat([module.subarray(0, at), section, module.subarray(end)]);
    }
    at = end;
  }
  throw new Error("the WebAssembly module has no memory section");
}

/** Numbers in a module are LEB128: seven bits per byte, lowest first; the top bit means that more follow. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0, next = at; ; shift += 7, next++) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: next + 1 };
  }
}

function writeNumber(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}
