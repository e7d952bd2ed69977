import { LoaderCircle } from "lucide-react";

/** A sign that something is under way; what it is stands beside it in words. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden="true" className="animate-spin" />;
}
