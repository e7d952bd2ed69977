import { sections } from "../../shared/sections.ts";
import { navigate } from "../router/use-location.ts";

export const isMac = navigator.platform.startsWith("Mac");

/** All shortcuts, for the help dialog. */
export const shortcutHelp: { keys: string[]; what: string }[] = [
  { keys: [isMac ? "⌘" : "Ctrl", "K"], what: "Find any gateway, board, agent, run or action" },
  { keys: ["/"], what: "Go to the filter of this screen" },
  ...sections.map(({ key, label }) => ({ keys: ["g", key], what: `Go to ${label}` })),
  { keys: ["Esc"], what: "Close what is open, or clear the filter" },
  { keys: ["?"], what: "Show these shortcuts" },
];

/** How long `g` waits for its letter. */
const sequenceMs = 1_200;

export type ShortcutActions = { openPalette: () => void; openHelp: () => void };

/** Listens for the shortcuts. Letters are ignored in text fields. @returns a function that stops listening */
export function listenForShortcuts({ openPalette, openHelp }: ShortcutActions): () => void {
  let sequenceUntilMs = 0;
  const press = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.composedPath()[0] ?? null) || isInDialog())
      return;
    const section = event.timeStamp < sequenceUntilMs && sections.find((each) => each.key === key);
    sequenceUntilMs = key === "g" && !section ? event.timeStamp + sequenceMs : 0;
    if (section) navigate(section.path);
    else if (key === "?") openHelp();
    else if (key === "/") focusFilter(event);
  };
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

function isInDialog(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}

function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>("main [data-search]");
  if (!filter) return;
  event.preventDefault();
  filter.focus();
  filter.select();
}
