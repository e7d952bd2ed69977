/** Greets a new installation; see issue 3. */
export function WelcomePanel() {
  return null;
}
