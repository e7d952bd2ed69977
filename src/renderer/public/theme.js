// Runs before the first paint, so that a chosen theme does not flash the other one. stores/theme.ts keeps the key.
{
  const theme = localStorage.getItem("flight-deck.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
