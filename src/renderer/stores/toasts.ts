import { create } from "zustand";
import { toOperatorError } from "../api/operator-error.ts";

export type Toast = {
  id: number;
  tone: "info" | "ok" | "danger";
  title: string;
  detail: string | null;
  /** The path of a screen to open. */
  link: { to: string; label: string } | null;
};

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

const shownMs = 6_000;
let lastId = 0;

/** Shows a message about something that is easy to miss. Errors stay until they are dismissed. */
export function toast(message: Pick<Toast, "tone" | "title"> & Partial<Toast>): void {
  lastId += 1;
  const added: Toast = { detail: null, link: null, ...message, id: lastId };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, added].slice(-4) }));
  if (added.tone !== "danger") setTimeout(() => dismissToast(added.id), shownMs);
}

/** Shows a failed action: what happened and what to do next. */
export function toastError(error: unknown): void {
  const { message, hint } = toOperatorError(error);
  toast({ tone: "danger", title: message, detail: hint });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }));
}
