import { CircleCheck, CircleX, Info, X } from "lucide-react";
import { Link } from "../router/link.tsx";
import { dismissToast, type Toast, useToasts } from "../stores/toasts.ts";
import { IconButton } from "./button.tsx";
import { cx } from "./cx.ts";

const looks = {
  info: { icon: Info, className: "text-accent" },
  ok: { icon: CircleCheck, className: "text-ok" },
  danger: { icon: CircleX, className: "text-danger" },
};

/** Shows messages as they arrive; screen readers read them out. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-10 z-60 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { icon: Icon, className } = looks[toast.tone];
  return (
    <div className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line bg-raised p-3 shadow-high">
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
      <IconButton icon={X} label="Dismiss" onClick={() => dismissToast(toast.id)} className="-mt-1 -mr-1" />
    </div>
  );
}
