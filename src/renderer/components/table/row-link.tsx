import { Link, type LinkProps } from "../../router/link.tsx";
import { cx } from "../cx.ts";

/** A link that fills a table row. Other controls in the row must lie above it (`relative`). */
export function RowLink({ className, ...rest }: LinkProps) {
  return <Link {...rest} data-row-link="" className={cx("after:absolute after:inset-0", className)} />;
}
