import { useState } from "react";
import { type ErrorCode, errorCodes, errorEntry } from "../../../shared/errors.ts";
import { generalHints } from "../../../shared/guide.ts";
import { hintForWindow } from "../../../shared/hint-words.ts";
import { cx } from "../../components/cx.ts";
import { SearchField } from "../../components/search-field.tsx";
import { plural } from "../../time/format-time.ts";

const codes = errorCodes.toSorted();

/** Every error with what can be done about it. @param section the code that the address names */
export function ErrorEntries({ section }: { section: string | null }) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = codes.filter((code) => wordsOf(code).includes(wanted));
  return (
    <div className="flex max-w-[86ch] flex-col gap-3">
      <p>
        Each error has a code. Error lists, exported lists and answers of the command line with <code>--json</code>{" "}
        carry it. An ellipsis is in the place of a name.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <SearchField label="Filter errors" placeholder="Code or words" value={text} onChange={setText} />
        <span className="text-faint text-xs">{plural(shown.length, "error")}</span>
      </div>
      {shown.map((code) => (
        <ErrorSection key={code} code={code} isNamed={code === section} />
      ))}
    </div>
  );
}

function ErrorSection({ code, isNamed }: { code: ErrorCode; isNamed: boolean }) {
  const hints = hintsInWindow(code);
  return (
    <section className={cx("rounded-lg border px-4 py-3", isNamed ? "border-accent bg-accent-soft" : "border-line")}>
      <h2 id={code} tabIndex={-1} className="scroll-mt-6 font-semibold">
        {errorEntry(code).title}
      </h2>
      <p className="text-muted text-xs">
        <code>{code}</code>
        {errorEntry(code).endsRun && " · ends the whole run"}
      </p>
      {hints.length > 0 && (
        <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
          {hints.map((hint) => (
            <li key={hint} className="break-words">
              {hint}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function hintsInWindow(code: ErrorCode): string[] {
  return generalHints(code, hintForWindow);
}

function wordsOf(code: ErrorCode): string {
  return `${code} ${errorEntry(code).title} ${hintsInWindow(code).join(" ")}`.toLowerCase();
}
