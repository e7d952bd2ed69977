import { CircleCheck, CircleX, Info, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Link } from "../router/link.tsx";
import { dismissToast, shownMsOf, type Toast, useToasts } from "../stores/toasts.ts";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";

const looks = {
  info: { icon: Info, className: "text-accent" },
  ok: { icon: CircleCheck, className: "text-ok" },
  danger: { icon: CircleX, className: "text-danger" },
};

/** Shows messages as they arrive; screen readers read them out. They have a place of their own and cover nothing. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className={cx(
        "flex max-h-[40dvh] shrink-0 flex-wrap justify-end gap-2 overflow-y-auto",
        toasts.length > 0 && "border-line border-t bg-sunken px-4 py-2",
      )}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { id, tone, action } = toast;
  const shownMs = shownMsOf(toast);
  const { icon: Icon, className } = looks[tone];
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(id), shownMs);
    return () => clearTimeout(timer);
  }, [id, shownMs, isHeld]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reading it only keeps it on the screen
    <div
      onMouseEnter={hold}
      onMouseLeave={release}
      onFocus={hold}
      onBlur={release}
      className="flex w-88 max-w-full items-start gap-2.5 rounded-lg border border-line bg-raised p-3 shadow-low"
    >
      <Icon size={16} aria-hidden="true" className={cx("mt-0.5 shrink-0", className)} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{toast.title}</p>
        {toast.detail && <p className="mt-0.5 text-muted text-xs">{toast.detail}</p>}
        {toast.link && (
          <Link
            to={toast.link.to}
            className="mt-1 inline-block font-medium text-xs"
            onClick={() => dismissToast(toast.id)}
          >
            {toast.link.label}
          </Link>
        )}
      </div>
      {action && (
        <Button
          size="sm"
          title={action.hint}
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" onClick={() => dismissToast(toast.id)} className="-mt-1 -mr-1" />
    </div>
  );
}
