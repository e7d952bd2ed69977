import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { getCACertificates, type PeerCertificate, setDefaultCACertificates } from "node:tls";
import { codeOf } from "../../shared/code-of.ts";
import { messageOf } from "../../shared/errors.ts";
import type { ExtraAuthorities, Voucher } from "../../shared/network-view.ts";
import { parseAuthorities } from "./parse-authorities.ts";
import { readSystemAuthorities } from "./read-system-authorities.ts";

/*
 * The authorities whose certificates TLS connections of this process accept: Node's, the system's, those of the file that
 * NODE_EXTRA_CA_CERTS names, and those that the operator gave. They are a property of the process (`tls.setDefaultCACertificates`),
 * and so is what is kept here. Nothing is read before the first connection with TLS.
 */

export type TrustSources = {
  env: NodeJS.ProcessEnv;
  /** The certificates that the operator gave, as PEM. */
  own: () => readonly string[];
  /** Told once of what could not be read, without paths. */
  warn: (line: string) => void;
  readSystem?: () => Promise<string[]>;
};

let sources: TrustSources = { env: {}, own: () => [], warn: () => {} };
let applied: { key: string; done: Promise<void> } = { key: "", done: Promise.resolve() };
let builtIn: string[] | undefined;
let system: Promise<string[]> | undefined;
const vouching = new Map<Voucher, Set<string>>();

/** Says where the authorities of this process come from. They are read when the first connection needs them. */
export function trustFrom(from: TrustSources): void {
  sources = from;
}

/** Resolves once this process trusts what it should; wait for it before a connection with TLS. Never rejects. */
export function trusted(): Promise<void> {
  const { env, warn, readSystem = readSystemAuthorities } = sources;
  const own = ownOf(sources);
  const { pem: extra, problem } = readExtra(env);
  const key = JSON.stringify([own, extra, problem]);
  if (applied.key === key) return applied.done;
  const before = applied.done;
  const apply = async () => {
    await before;
    if (problem !== null) warn(`NODE_EXTRA_CA_CERTS: ${problem}. Its authorities are not trusted.`);
    system ??= readSystem().catch((error: unknown) => {
      warn(`The system's authorities cannot be read (${messageOf(error)}). They are not trusted.`);
      return [];
    });
    setAuthorities({ own, extra, system: await system }, warn);
  };
  applied = { key, done: apply() };
  return applied.done;
}

function ownOf({ own }: TrustSources): readonly string[] {
  try {
    return own();
  } catch {
    // The data folder was closed meanwhile.
    return [];
  }
}

type Authorities = { own: readonly string[]; extra: readonly string[]; system: readonly string[] };

function setAuthorities({ own, extra, system: ofSystem }: Authorities, warn: TrustSources["warn"]): void {
  try {
    builtIn ??= getCACertificates("default");
    vouching.set("own", new Set(own.map(bodyOf)));
    vouching.set("extra", new Set(extra.map(bodyOf)));
    vouching.set("built-in", new Set(builtIn.map(bodyOf)));
    vouching.set("system", new Set(ofSystem.map(bodyOf)));
    setDefaultCACertificates([...new Set([...builtIn, ...ofSystem, ...extra, ...own])]);
  } catch (error) {
    warn(`The authorities to trust could not be set (${messageOf(error)}). Node's own are trusted.`);
  }
}

/** The file of NODE_EXTRA_CA_CERTS, which Electron does not read when it is packaged. */
function readExtra({ NODE_EXTRA_CA_CERTS: path }: NodeJS.ProcessEnv): { pem: string[]; problem: string | null } {
  if (!path) return { pem: [], problem: null };
  try {
    return { pem: parseAuthorities(readFileSync(path, "utf8")).map(({ pem }) => pem), problem: null };
  } catch (error) {
    const code = codeOf(error);
    const why = /^E[A-Z]+$/.test(code) ? `the file cannot be read (${code})` : lowerFirst(messageOf(error));
    return { pem: [], problem: why.replace(/\.$/, "") };
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What NODE_EXTRA_CA_CERTS adds; null if it is not set. */
export function describeExtra(env: NodeJS.ProcessEnv): ExtraAuthorities | null {
  if (!env.NODE_EXTRA_CA_CERTS) return null;
  const { pem, problem } = readExtra(env);
  return { certificates: pem.length, problem };
}

/** Which kind of authority is at the end of the chain of a certificate that was accepted; null if that is not known. */
export function voucherOf(certificate: PeerCertificate & { issuerCertificate?: PeerCertificate }): Voucher | null {
  let last = certificate;
  for (let steps = 0; steps < 10 && last.issuerCertificate && last.issuerCertificate !== last; steps += 1) {
    last = last.issuerCertificate;
  }
  if (!last.raw) return null;
  const body = bodyOf(new X509Certificate(last.raw).toString());
  for (const [voucher, bodies] of vouching) if (bodies.has(body)) return voucher;
  return null;
}

function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}
