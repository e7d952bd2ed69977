import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

const oid = {
  commonName: [0x55, 0x04, 0x03],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  subjectAltName: [0x55, 0x1d, 0x11],
  basicConstraints: [0x55, 0x1d, 0x13],
};

/**
 * A key and a self-signed certificate for 127.0.0.1 and localhost, valid for a day, as PEM, for gateways with
 * `allow_insecure_tls`. Made new each time, so that no private key is ever committed.
 */
export function selfSignedCertificate(now = new Date()): { key: string; cert: string } {
  const { key, cert } = makeCertificate({ name: "practice-gateway", hosts: ["127.0.0.1", "localhost"], now });
  return { key, cert };
}

export type CertificateOptions = {
  name: string;
  /** The names and IPv4 addresses that it is for; none for an authority. */
  hosts: string[];
  /** By default it signs itself. */
  issuer?: { name: string; privateKey: KeyObject };
  now?: Date;
};

export type MadeCertificate = { name: string; key: string; cert: string; privateKey: KeyObject };

/** Makes a key and a certificate for it, valid for a day, as PEM. */
export function makeCertificate({
  name: subject,
  hosts,
  issuer,
  now = new Date(),
}: CertificateOptions): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = nameOf(subject);
  const algorithm = sequence(objectId(oid.ecdsaWithSha256));
  const isAuthority = hosts.length === 0;
  const names = sequence(...hosts.map(hostName));
  const constraints = sequence(der(0x01, Buffer.from([0xff])));
  const extension = isAuthority
    ? sequence(objectId(oid.basicConstraints), der(0x01, Buffer.from([0xff])), der(0x04, constraints))
    : sequence(objectId(oid.subjectAltName), der(0x04, names));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    issuer ? nameOf(issuer.name) : name,
    sequence(utcTime(addHours(now, -1)), utcTime(addHours(now, 24))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(
    0x03,
    Buffer.concat([Buffer.from([0]), sign("sha256", body, issuer?.privateKey ?? privateKey)]),
  );
  const cert =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return {
    name: subject,
    privateKey,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function nameOf(name: string): Buffer {
  return sequence(set(sequence(objectId(oid.commonName), der(0x0c, Buffer.from(name)))));
}

function hostName(host: string): Buffer {
  return isIP(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
}

/** One DER value: its tag, its length, its content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

function objectId(bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function utcTime(time: Date): Buffer {
  return der(0x17, Buffer.from(`${time.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
}

function addHours(time: Date, hours: number): Date {
  return new Date(time.getTime() + hours * 3_600_000);
}
