import { Link, type LinkProps } from "../../router/link.tsx";
import { cx } from "../cx.ts";

/** The link that a row of a table stands for: it fills the row. What else can be clicked there lies over it (`relative`). */
export function RowLink({ className, ...rest }: LinkProps) {
  return <Link {...rest} data-row-link="" className={cx("after:absolute after:inset-0", className)} />;
}
