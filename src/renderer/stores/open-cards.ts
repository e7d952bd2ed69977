import { create } from "zustand";

const storageKey = "flight-deck.open-cards";

/** Which cards the operator opened or closed, by the card's id. */
const useOpenCards = create<Record<string, boolean>>(() => readStored());

/** Whether a card is open. The choice is kept for the next start. */
export function useOpenCard(id: string, atFirst: boolean): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const isOpen = useOpenCards((cards) => cards[id] ?? atFirst);
  return [isOpen, (open) => keep(id, open)];
}

function keep(id: string, isOpen: boolean): void {
  useOpenCards.setState({ [id]: isOpen });
  localStorage.setItem(storageKey, JSON.stringify(useOpenCards.getState()));
}

function readStored(): Record<string, boolean> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    const entries = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"));
  } catch {
    return {};
  }
}
