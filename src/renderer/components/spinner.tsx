import { LoaderCircle } from "lucide-react";

/** Shows that something is in progress; put a text that says what beside it. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden="true" className="animate-spin" />;
}
