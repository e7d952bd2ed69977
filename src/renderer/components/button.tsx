import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonLook = {
  variant?: "primary" | "secondary" | "ghost" | "danger";
  size?: "sm" | "md";
  /** Square, for icon-only buttons. */
  square?: boolean;
};

const variants = {
  primary: "bg-accent-solid text-on-solid hover:not-disabled:bg-accent-solid-hover",
  secondary: "border border-line-strong bg-surface text-ink shadow-low hover:not-disabled:bg-hover",
  ghost: "text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink",
  danger: "bg-danger-solid text-on-solid hover:not-disabled:bg-danger-solid-hover",
};

const sizes = { sm: "h-7 gap-1.5 px-2 text-xs", md: "h-8 gap-2 px-3 text-sm" };
const squareSizes = { sm: "size-7", md: "size-8" };

/** The classes of a button, for links and triggers that look like one. */
export function buttonClass(
  { variant = "secondary", size = "md", square = false }: ButtonLook,
  className?: string,
): string {
  return cx(
    "inline-flex shrink-0 cursor-pointer select-none items-center justify-center whitespace-nowrap rounded-md font-medium",
    "transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55",
    variants[variant],
    square ? squareSizes[size] : sizes[size],
    className,
  );
}

export type ButtonProps = ComponentProps<"button"> &
  ButtonLook & { icon?: LucideIcon; busy?: boolean; children?: ReactNode };

/** `busy` shows that the action is in progress and prevents starting it twice. */
export function Button({
  variant,
  size,
  square = false,
  icon: Icon,
  busy = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  const look = { ...(variant ? { variant } : {}), ...(size ? { size } : {}), square };
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClass(look, className)}
    >
      {busy ? <Spinner /> : Icon && <Icon size={size === "sm" ? 14 : 15} aria-hidden="true" />}
      {children}
    </button>
  );
}

/** An icon-only button; `label` is its accessible name and its tooltip. */
export function IconButton({ icon: Icon, label, size = "sm", variant = "ghost", className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={buttonClass({ variant, size, square: true }, className)}
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> &
  ButtonLook & { icon: LucideIcon; label: string };
