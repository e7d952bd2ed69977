import type { ComponentProps } from "react";
import { cx } from "../components/cx.ts";
import { hrefTo } from "./match-route.ts";

export type LinkProps = Omit<ComponentProps<"a">, "href"> & {
  /** A path such as `/gateways`. */
  to: string;
  search?: Record<string, string | undefined>;
  /** Looks like the surrounding text until it is hovered. */
  plain?: boolean;
};

/** A link to another screen. */
export function Link({ to, search, plain = false, className, ...rest }: LinkProps) {
  const look = plain ? "hover:underline" : "text-accent underline decoration-accent/35 hover:decoration-accent";
  return <a {...rest} href={hrefTo(to, search)} className={cx("rounded-sm underline-offset-2", look, className)} />;
}
