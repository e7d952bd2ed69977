import { create } from "zustand";
import { toOperatorError } from "../api/operator-error.ts";

export type Toast = {
  id: number;
  tone: "info" | "ok" | "danger";
  title: string;
  detail: string | null;
  /** The path of a screen to open. */
  link: { to: string; label: string } | null;
  /** Something to do about it; the message then stays longer. */
  action: { label: string; hint: string; run: () => void } | null;
};

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

/** How long a message is shown, unless the pointer or the focus is on it. Errors take longer to read. */
export const shownMs: Record<Toast["tone"], number> = { info: 6_000, ok: 6_000, danger: 15_000 };

/** How long this message is shown. */
export function shownMsOf({ tone, action }: Pick<Toast, "tone" | "action">): number {
  return action === null ? shownMs[tone] : Math.max(shownMs[tone], shownMs.danger);
}

const mostAtOnce = 4;
let lastId = 0;

/** Shows a message about something that is easy to miss. A message that is already shown is restarted, not repeated. */
export function toast(message: Pick<Toast, "tone" | "title"> & Partial<Toast>): void {
  lastId += 1;
  const added: Toast = { detail: null, link: null, action: null, ...message, id: lastId };
  // Two deletions may have the same words and still undo different things.
  const isSame = ({ title, detail, action }: Toast) =>
    title === added.title && detail === added.detail && action === null && added.action === null;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((shown) => !isSame(shown)), added].slice(-mostAtOnce),
  }));
}

/** Shows a failed action: what happened and what to do next. */
export function toastError(error: unknown): void {
  const { code, message, hint } = toOperatorError(error);
  const link = code && { to: `/guide/errors?at=${code}`, label: "More about this" };
  toast({ tone: "danger", title: message, detail: hint, link });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }));
}
