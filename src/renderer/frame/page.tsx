import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { Link } from "../router/link.tsx";
import { useLocation } from "../router/use-location.ts";

export type PageProps = {
  title: string;
  /** Shown in the window's title instead of `title`, such as a title with the progress. */
  documentTitle?: string;
  /** The pages above this one. */
  trail?: { label: string; to: string }[];
  /** Badges beside the title. */
  marks?: ReactNode;
  /** Under the title, in smaller print. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

let lastPath: string | null = null;

/** The frame of every screen: breadcrumbs, title and actions. Navigation moves the focus to the title. */
export function Page({ title, documentTitle, trail = [], marks, note, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = useLocation();
  useEffect(() => {
    document.title = `${documentTitle ?? title} · Flight Deck`;
  }, [documentTitle, title]);
  useEffect(() => {
    // Not on the first screen, where the focus must start at the beginning of the page.
    if (lastPath !== null && lastPath !== path) heading.current?.focus({ preventScroll: true });
    lastPath = path;
  }, [path]);
  return (
    <div className="mx-auto flex w-full max-w-[1440px] flex-col gap-4 px-6 pt-4 pb-8">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          {trail.length > 0 && <Trail trail={trail} />}
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1 ref={heading} tabIndex={-1} className="min-w-0 break-words font-semibold text-xl tracking-[-0.01em]">
              {title}
            </h1>
            {marks}
          </div>
          {note && <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">{note}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

function Trail({ trail }: { trail: { label: string; to: string }[] }) {
  return (
    <nav aria-label="Where you are" className="mb-0.5 flex flex-wrap items-center gap-1 text-faint text-xs">
      {trail.map(({ label, to }, index) => (
        <Fragment key={to}>
          {index > 0 && <ChevronRight size={12} aria-hidden="true" />}
          <Link to={to} plain className="max-w-60 truncate">
            {label}
          </Link>
        </Fragment>
      ))}
    </nav>
  );
}
