import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";

/** How long a copy button says "Copied". */
const confirmMs = 1_500;

export function useCopied(): [boolean, (text: string) => void] {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), confirmMs);
  };
  return [isCopied, copy];
}

/** A button that copies a text. Pass a long text as a function, so that it is made only on a click. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  const [isCopied, copy] = useCopied();
  return (
    <Button size="sm" icon={isCopied ? Check : Copy} onClick={() => copy(typeof text === "string" ? text : text())}>
      {isCopied ? "Copied" : label}
    </Button>
  );
}

export type CopyableIdProps = {
  /** The full id; all of it is copied. */
  id: string;
  /** What it is the id of: "run". */
  what: string;
  /** Shows the first eight characters only. */
  short?: boolean;
  className?: string;
};

/** An id in full or in short, with a button that copies it. */
export function CopyableId({ id, what, short = false, className }: CopyableIdProps) {
  const [isCopied, copy] = useCopied();
  return (
    <span className={cx("-my-1 inline-flex min-w-0 max-w-full items-center gap-0.5 align-middle", className)}>
      <code title={id} className="truncate text-muted">
        {short ? id.slice(0, 8) : id}
      </code>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={isCopied ? "Copied" : `Copy the id of this ${what}`}
        onClick={() => copy(id)}
        className={isCopied ? "text-ok" : ""}
      />
    </span>
  );
}
