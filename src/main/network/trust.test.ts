import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, getCACertificates } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { parseAuthorities } from "./parse-authorities.ts";
import { readSystemAuthorities } from "./read-system-authorities.ts";
import { makeTestAuthority } from "./test-authority.ts";
import { describeExtra, trusted, trustFrom, voucherOf } from "./trust.ts";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-trust-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const corp = makeTestAuthority("Corp Root");
const other = makeTestAuthority("Other Root");

/** Who vouches for a server with a certificate by this authority, or why it is not accepted. */
async function shake(authority: typeof corp): Promise<string | null> {
  const server = createServer(authority.issue("localhost"), (socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await trusted();
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, servername: "localhost" });
      socket.once("secureConnect", () => resolve(voucherOf(socket.getPeerCertificate(true))));
      socket.once("error", reject);
    });
  } catch (error) {
    return /VERIFY|CERT/.test(String((error as { code?: string }).code)) ? "refused" : String(error);
  } finally {
    server.close();
  }
}

test("authorities of the settings, of NODE_EXTRA_CA_CERTS and of the system are trusted, and no others", async () => {
  let own: string[] = [];
  const warnings: string[] = [];
  const warn = (line: string) => void warnings.push(line);
  const system = makeTestAuthority("System Root");
  const base = { own: () => own, warn, readSystem: async () => [system.pem] };
  trustFrom({ ...base, env: {} });
  expect(await shake(corp)).toBe("refused");
  expect(await shake(system)).toBe("system");
  own = [corp.pem];
  expect(await shake(corp)).toBe("own");
  expect(await shake(other)).toBe("refused");
  own = [];
  expect(await shake(corp)).toBe("refused");
  const file = join(folder, "extra.pem");
  writeFileSync(file, corp.pem);
  trustFrom({ ...base, env: { NODE_EXTRA_CA_CERTS: file } });
  expect(await shake(corp)).toBe("extra");
  expect(describeExtra({ NODE_EXTRA_CA_CERTS: file })).toEqual({ certificates: 1, problem: null });
  expect(warnings).toEqual([]);
  const missing = join(folder, "missing.pem");
  trustFrom({ ...base, env: { NODE_EXTRA_CA_CERTS: missing } });
  expect(await shake(corp)).toBe("refused");
  expect(await shake(system)).toBe("system");
  expect(warnings).toEqual(["NODE_EXTRA_CA_CERTS: the file cannot be read (ENOENT). Its authorities are not trusted."]);
  expect(getCACertificates("default").length).toBeGreaterThan(50);
});

test("the system's authorities are read in a thread, and given up in time", async () => {
  expect(await readSystemAuthorities()).toBeInstanceOf(Array);
  await expect(readSystemAuthorities(0)).rejects.toThrow("no answer within 0 s");
});

test("a file of authorities is read, or refused with the reason and without its contents", () => {
  const two = parseAuthorities(`some text\n${corp.pem}\n${other.pem}`);
  expect(two.map(({ subject, isExpired }) => [subject, isExpired])).toEqual([
    ["CN=Corp Root", false],
    ["CN=Other Root", false],
  ]);
  const refused = (text: string, why: RegExp) => expect(() => parseAuthorities(text)).toThrow(why);
  refused(`${corp.pem}\n${corp.privateKeyPem}`, /has a private key, .* nothing of it was stored/);
  refused("", /has no certificate/);
  refused(corp.pem.replace(/M/g, "N"), /cannot be read, the 1\. of 1/);
  refused("x".repeat(2_000_000), /is larger/);
});
