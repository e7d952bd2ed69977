import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonProps, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";
import { useUnsavedGuard } from "./unsaved-guard.tsx";

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  /** Whether it holds typed changes: closing it then asks first. */
  isChanged?: boolean;
  children?: ReactNode;
};

/** A question or a form over the screen. Escape, a click outside and `CancelButton` close it. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, wide = false, footer, isChanged = false, children } = props;
  const guard = useUnsavedGuard(open && isChanged);
  return (
    <BaseDialog.Root open={open} onOpenChange={(isOpen) => !isOpen && guard.leave(onClose)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={cx(
            "fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-xl",
            "border border-line bg-raised shadow-high transition-[opacity,translate] duration-150",
            "data-starting-style:-translate-y-1 data-ending-style:opacity-0 data-starting-style:opacity-0",
            wide ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description render={<div />} className="mt-1 text-muted">
                  {description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close render={<IconButton icon={X} label="Close" className="-mr-2" />} />
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 rounded-b-xl border-line border-t bg-sunken px-5 py-3">
              {footer}
            </footer>
          )}
          {guard.question}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Closes the dialog that it is in, after the question about unsaved changes if there are any. */
export function CancelButton({ className = "" }: Pick<ButtonProps, "className">) {
  const button = (
    <Button variant="ghost" className={className}>
      Cancel
    </Button>
  );
  return <BaseDialog.Close render={button} />;
}
