import { Popover } from "@base-ui/react/popover";
import { ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button, buttonClass } from "./button.tsx";

export type SplitButtonProps = {
  label: string;
  icon?: LucideIcon;
  onClick: () => void;
  busy?: boolean;
  disabled?: boolean;
  /** The accessible name of the arrow: "Options of the template sync". */
  optionsLabel: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The panel behind the arrow. */
  children: ReactNode;
};

/** A button for the usual case, with an arrow that opens a panel of options. */
export function SplitButton(props: SplitButtonProps) {
  const { label, icon, onClick, busy = false, disabled = false, optionsLabel, open, onOpenChange, children } = props;
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <div className="inline-flex">
        <Button
          variant="primary"
          {...(icon ? { icon } : {})}
          busy={busy}
          disabled={disabled}
          onClick={onClick}
          className="rounded-r-none"
        >
          {label}
        </Button>
        <Popover.Trigger
          aria-label={optionsLabel}
          title={optionsLabel}
          disabled={disabled || busy}
          className={buttonClass({ variant: "primary", square: true }, "rounded-l-none border-l border-l-on-solid/30")}
        >
          <ChevronDown size={15} aria-hidden="true" />
        </Popover.Trigger>
      </div>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="z-30">
          <Popover.Popup
            aria-label={optionsLabel}
            className="max-h-(--available-height) w-110 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-xl border border-line bg-raised shadow-high outline-none"
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
