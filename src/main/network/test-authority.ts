import { type MadeCertificate, makeCertificate } from "../../practice-gateway/self-signed-certificate.ts";

/** An authority of a company, for tests. */
export type TestAuthority = {
  pem: string;
  privateKeyPem: string;
  /** A certificate by it, with its key. */
  issue(...hosts: string[]): { key: string; cert: string };
};

export function makeTestAuthority(name: string): TestAuthority {
  const authority: MadeCertificate = makeCertificate({ name, hosts: [] });
  return {
    pem: authority.cert,
    privateKeyPem: authority.key,
    issue(...hosts) {
      const { key, cert } = makeCertificate({ name: hosts[0] ?? "", hosts, issuer: authority });
      return { key, cert };
    },
  };
}
