import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";

/** For how long a copy button says that it has copied. */
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

/** A button that copies a text. A long one is best given as a function: it is made when somebody wants it. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  const [isCopied, copy] = useCopied();
  return (
    <Button size="sm" icon={isCopied ? Check : Copy} onClick={() => copy(typeof text === "string" ? text : text())}>
      {isCopied ? "Copied" : label}
    </Button>
  );
}

export type CopyableIdProps = {
  /** All of it goes to the clipboard. */
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
