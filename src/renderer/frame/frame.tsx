import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Toaster } from "../components/toaster.tsx";
import { NewLeadDialog } from "../features/runs/lead/new-lead-dialog.tsx";
import { PracticeBar } from "../features/welcome/practice-bar.tsx";
import { useLocation } from "../router/use-location.ts";
import { ConnectionBar } from "./connection-bar.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { listenForShortcuts } from "./shortcuts.ts";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { Sidebar } from "./sidebar.tsx";
import { StatusBar } from "./status-bar.tsx";
import { useRunEndToasts } from "./use-recent-runs.ts";

const CommandPalette = lazy(async () => {
  const { CommandPalette } = await import("./palette/command-palette.tsx");
  return { default: CommandPalette };
});

/** The frame around every screen: sidebar, bars and dialogs. */
export function Frame({ children }: { children: ReactNode }) {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { path } = useLocation();
  useRunEndToasts();
  useEffect(() => {
    return listenForShortcuts({ openPalette: () => setIsPaletteOpen(true), openHelp: () => setIsHelpOpen(true) });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen starts at its top
  useEffect(() => {
    if (main.current) main.current.scrollTop = 0;
  }, [path]);
  return (
    <div className="grid h-full grid-cols-[13rem_minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] max-narrow:grid-cols-[3.25rem_minmax(0,1fr)]">
      <SkipLink onSkip={() => main.current?.focus()} />
      <div className="col-span-full">
        <ConnectionBar />
        <PracticeBar />
      </div>
      <Sidebar onSearch={() => setIsPaletteOpen(true)} onHelp={() => setIsHelpOpen(true)} />
      <div className="flex min-h-0 min-w-0 flex-col">
        <main ref={main} tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto">
          <ErrorBoundary key={path}>{children}</ErrorBoundary>
        </main>
        <Toaster />
      </div>
      <StatusBar />
      <NewLeadDialog />
      {isPaletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setIsPaletteOpen(false)} onHelp={() => setIsHelpOpen(true)} />
        </Suspense>
      )}
      <ShortcutsDialog open={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </div>
  );
}

/** A button and not a link, because the router uses the page's hash. */
function SkipLink({ onSkip }: { onSkip: () => void }) {
  return (
    <button
      type="button"
      onClick={onSkip}
      className="sr-only rounded-md bg-accent-solid px-3 py-1.5 text-on-solid focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60"
    >
      Skip to the content
    </button>
  );
}
