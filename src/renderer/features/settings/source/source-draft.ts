import type { MirrorSourceView, MirrorTlsMode } from "../../../../shared/mirror.ts";

/** What the form of the source holds. */
export type SourceDraft = {
  url: string;
  tls: MirrorTlsMode | "";
  ca: { name: string; pem: string } | null;
  pollSeconds: string;
  writeBack: boolean;
};

const emptyDraft: SourceDraft = { url: "", tls: "", ca: null, pollSeconds: "60", writeBack: true };

/** @param source the present source; its URL cannot be read back. */
export function sourceDraftOf(source: MirrorSourceView | null): SourceDraft {
  if (!source) return emptyDraft;
  const { tls, pollSeconds, writeBack } = source;
  return { ...emptyDraft, tls, pollSeconds: String(pollSeconds), writeBack: writeBack !== "off" };
}

const databaseUrl = /^(?:postgres|postgresql)(?:\+\w+)?:\/\/[^\s/]+/i;

/**
 * What is wrong with the draft, by field; empty if nothing is.
 * @param keepsUrl there is a stored URL, which stays when none is entered
 */
export function draftFaults(
  { url, tls, ca, pollSeconds }: SourceDraft,
  keepsUrl: boolean,
): { [Field in keyof SourceDraft]?: string } {
  const seconds = Number(pollSeconds);
  const isInterval = /^\d+$/.test(pollSeconds.trim()) && seconds >= 5 && seconds <= 86_400;
  return {
    ...(databaseUrl.test(url.trim()) || (keepsUrl && url.trim() === "")
      ? {}
      : { url: "Write it like postgresql://user:password@host:5432/mission_control." }),
    ...(ca && (tls === "off" || tls === "require") ? { ca: "This TLS mode does not look at certificates." } : {}),
    ...(isInterval ? {} : { pollSeconds: "Enter a whole number of seconds from 5 to 86400." }),
  };
}
