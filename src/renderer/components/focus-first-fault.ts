/** Focuses the first field that a form marks as invalid; the pressed button may be far below it. */
export function focusFirstFault(form: Element): void {
  // The fields are marked by the next render.
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
