import { type ErrorCode, errorEntry } from "../../shared/errors.ts";
import { Link } from "../router/link.tsx";
import { cx } from "./cx.ts";

/** A link to the guide's entry about an error. */
export function MoreAbout({ code, className }: { code: ErrorCode; className?: string }) {
  return (
    <Link
      to="/guide/errors"
      search={{ at: code }}
      aria-label={`More about this: ${errorEntry(code).title}`}
      className={cx("whitespace-nowrap", className)}
    >
      More about this
    </Link>
  );
}
