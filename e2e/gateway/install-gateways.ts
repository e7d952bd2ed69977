import { installOpenClaw } from "../../scripts/real-gateway/install-openclaw.ts";

/** Installs the versions that the suite starts before its first file, so that two files do not install one version twice. */
export async function setup(): Promise<void> {
  for (const version of ["2026.3.28", "2026.9.6"]) await installOpenClaw(version);
}
