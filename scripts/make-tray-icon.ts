import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

/** `node scripts/make-tray-icon.ts`: makes resources/tray.ico, with the sizes that Windows' tray has at its scales, from icon.png. */
const resources = join(import.meta.dirname, "../resources");
const sizesPx = [16, 20, 24, 32, 40, 48];

type Picture = { sizePx: number; rgba: Buffer };

/** Decodes a square PNG with 8 bits a channel, as icon.png is. */
function decode(png: Buffer): Picture {
  const sizePx = png.readUInt32BE(16);
  if (png.readUInt32BE(20) !== sizePx || png[24] !== 8 || png[25] !== 6 || png[28] !== 0)
    throw new Error("icon.png is no square picture with four channels of 8 bits");
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(parts));
  const rowBytes = sizePx * 4;
  const rgba = Buffer.alloc(rowBytes * sizePx);
  for (let y = 0; y < sizePx; y++) {
    const filter = lines[y * (rowBytes + 1)] ?? 0;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x >= 4 ? (rgba[at - 4] ?? 0) : 0;
      const up = y > 0 ? (rgba[at - rowBytes] ?? 0) : 0;
      const corner = x >= 4 && y > 0 ? (rgba[at - rowBytes - 4] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
      rgba[at] = ((lines[y * (rowBytes + 1) + 1 + x] ?? 0) + guess) & 255;
    }
  }
  return { sizePx, rgba };
}

function nearest(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Each pixel is the mean of those that it covers, colours weighed by how opaque they are. */
function shrink({ sizePx: from, rgba }: Picture, sizePx: number): Picture {
  const small = Buffer.alloc(sizePx * sizePx * 4);
  const edge = (index: number) => Math.round((index * from) / sizePx);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const sums = [0, 0, 0, 0];
      for (let row = edge(y); row < edge(y + 1); row++) {
        for (let column = edge(x); column < edge(x + 1); column++) {
          const at = (row * from + column) * 4;
          const alpha = rgba[at + 3] ?? 0;
          for (const channel of [0, 1, 2]) sums[channel] = (sums[channel] ?? 0) + (rgba[at + channel] ?? 0) * alpha;
          sums[3] = (sums[3] ?? 0) + alpha;
        }
      }
      const alphas = sums[3] ?? 0;
      const count = (edge(y + 1) - edge(y)) * (edge(x + 1) - edge(x));
      const to = (y * sizePx + x) * 4;
      for (const channel of [0, 1, 2])
        small[to + channel] = alphas === 0 ? 0 : Math.round((sums[channel] ?? 0) / alphas);
      small[to + 3] = Math.round(alphas / count);
    }
  }
  return { sizePx, rgba: small };
}

/** The bitmap of an icon's entry: rows from the bottom, blue first, and a mask that the fourth channel makes superfluous. */
function encode({ sizePx, rgba }: Picture): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(sizePx, 4);
  header.writeInt32LE(sizePx * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const pixels = Buffer.alloc(sizePx * sizePx * 4);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray((y * sizePx + x) * 4);
      pixels.set([blue, green, red, alpha], ((sizePx - 1 - y) * sizePx + x) * 4);
    }
  }
  return Buffer.concat([header, pixels, Buffer.alloc(Math.ceil(sizePx / 32) * 4 * sizePx)]);
}

function packIcon(bitmaps: { sizePx: number; bitmap: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * bitmaps.length);
  head.set([0, 0, 1, 0, bitmaps.length, 0]);
  let offset = head.length;
  for (const [index, { sizePx, bitmap }] of bitmaps.entries()) {
    const at = 6 + 16 * index;
    head.set([sizePx, sizePx, 0, 0, 1, 0, 32, 0], at);
    head.writeUInt32LE(bitmap.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bitmap.length;
  }
  return Buffer.concat([head, ...bitmaps.map(({ bitmap }) => bitmap)]);
}

const icon = decode(readFileSync(join(resources, "icon.png")));
const bitmaps = sizesPx.map((sizePx) => ({ sizePx, bitmap: encode(shrink(icon, sizePx)) }));
writeFileSync(join(resources, "tray.ico"), packIcon(bitmaps));
