import type { NetworkView } from "../../../shared/network-view.ts";
import { count } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { textTable } from "./text-table.ts";

/** Which proxy is used, and which authorities were given. */
export function networkLines(view: NetworkView, { columns, paint }: { columns: number; paint: Paint }): string[] {
  const { exceptions, authorities, extra } = view;
  const without = exceptions === "" ? [] : [oneLine(`Without it: ${exceptions}`)];
  const ofFile =
    extra === null
      ? []
      : [oneLine(`NODE_EXTRA_CA_CERTS: ${extra.problem ?? count(extra.certificates, "authority", "authorities")}`)];
  const table =
    authorities.length === 0
      ? ["No authority was given; those of Node and of this system are trusted."]
      : textTable({
          columns: [{ title: "Fingerprint" }, { title: "Valid to" }, { title: "Authority", cut: "end" }],
          rows: authorities.map(({ sha256, subject, validTo, isExpired }) => [
            sha256.slice(0, 17),
            `${validTo.slice(0, 10)}${isExpired ? " (expired)" : ""}`,
            oneLine(subject),
          ]),
          width: columns,
          paint,
        });
  return [oneLine(`Proxy: ${proxyText(view)}`), ...without, "", ...table, ...ofFile];
}

function proxyText({ mode, proxy, hasCredentials, environment }: NetworkView): string {
  if (mode === "none") return "none";
  if (mode === "address") return `${proxy}${hasCredentials ? ", with user and password" : ""}`;
  return environment.length === 0
    ? "none (the environment names none)"
    : `${environment.join(", ")} (from the environment)`;
}
