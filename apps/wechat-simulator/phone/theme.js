// Light, dark, or as the system is.

const KEY = "simulator.theme";
const THEMES = ["system", "light", "dark"];

/** What is chosen now. */
export function theme() {
  const chosen = localStorage.getItem(KEY);
  return THEMES.includes(chosen) ? chosen : "system";
}

/** Takes the next one and remembers it. */
export function nextTheme() {
  localStorage.setItem(KEY, THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  showTheme();
}

/** Puts the choice on the page. */
export function showTheme() {
  document.documentElement.dataset.theme = theme();
}
