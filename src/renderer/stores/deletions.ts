import type { BinKind, BinRestoration } from "../../shared/bin.ts";
import type { Deletion } from "../../shared/contract-bin.ts";
import { client } from "../api/client.ts";
import { toast, toastError } from "./toasts.ts";

/** Says that something was deleted, and offers to undo it. @param name of what was deleted */
export function tellDeleted(title: string, name: string, { binId }: Deletion): void {
  const undo = (id: string) => ({ label: "Undo", hint: `Restore ${name}`, run: () => void restoreRecord(id) });
  toast({ tone: "ok", title, action: binId === null ? null : undo(binId) });
}

/** Brings a record back from the bin, and says so. */
export async function restoreRecord(binId: string): Promise<void> {
  try {
    const restored = await client.bin.restore({ id: binId });
    const to = placeOf(restored);
    toast({
      tone: "ok",
      title: `${capital(restored.kind)} "${restored.name}" was restored`,
      detail: restored.notes.join(" ") || null,
      link: to === null ? null : { to, label: "Open" },
    });
  } catch (error) {
    toastError(error);
  }
}

function capital(kind: BinKind): string {
  return `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
}

function placeOf({ kind, recordId }: BinRestoration): string | null {
  const lists = { gateway: "/gateways", board: "/boards", agent: "/agents" } as const;
  if (kind === "variable") return null;
  return kind === "organization" || kind === "person" ? "/people" : `${lists[kind]}/${recordId}`;
}
