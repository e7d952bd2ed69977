import { Menu as BaseMenu } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { cx } from "./cx.ts";

export type MenuEntry = {
  label: string;
  icon?: LucideIcon;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
};

export type MenuProps = { trigger: ReactElement; entries: MenuEntry[] };

/** A button that opens a menu of actions. */
export function Menu({ trigger, entries }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" className="z-50">
          <BaseMenu.Popup className="min-w-44 rounded-lg border border-line bg-raised p-1 shadow-high outline-none">
            {entries.map(({ label, icon: Icon, onSelect, danger, disabled }) => (
              <BaseMenu.Item
                key={label}
                disabled={disabled ?? false}
                onClick={onSelect}
                className={cx(
                  "flex h-8 cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 outline-none data-highlighted:bg-hover",
                  "data-disabled:cursor-not-allowed data-disabled:opacity-50",
                  danger && "text-danger",
                )}
              >
                {Icon && <Icon size={14} aria-hidden="true" className={danger ? "" : "text-faint"} />}
                {label}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
