/** A form with changes that are not saved. It asks the operator, and calls `discard` when the changes may go. */
type UnsavedForm = { ask: (discard: () => void) => void };

/** The forms on screen with unsaved changes, the latest last. */
const forms: UnsavedForm[] = [];

/** Registers a form with unsaved changes. @returns a function that takes it off the list */
export function addUnsaved(form: UnsavedForm): () => void {
  if (forms.length === 0) window.addEventListener("beforeunload", warnAtUnload);
  forms.push(form);
  return () => remove([form]);
}

/** Call it once a form is saved, before leaving its screen. */
export function forgetUnsaved(): void {
  remove([...forms]);
}

/** Leaves the screen: at once, or after the operator has agreed to discard what is not saved. */
export function leaveScreen(leave: () => void): void {
  const top = forms.at(-1);
  const discard = () => {
    forgetUnsaved();
    leave();
  };
  if (top) top.ask(discard);
  else leave();
}

export function hasUnsaved(): boolean {
  return forms.length > 0;
}

function remove(gone: UnsavedForm[]): void {
  for (const form of gone) {
    const index = forms.indexOf(form);
    if (index >= 0) forms.splice(index, 1);
  }
  if (forms.length === 0) window.removeEventListener("beforeunload", warnAtUnload);
}

/** A reload or a closed tab: browsers show a question of their own. The desktop would refuse to close without one. */
function warnAtUnload(event: BeforeUnloadEvent): void {
  if (location.protocol.startsWith("http")) event.preventDefault();
}
