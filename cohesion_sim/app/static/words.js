// All words come from the strings file of the package; the language is switched in place.

let words = {};
let language = "en";
const listeners = new Set();

export async function load() {
  words = await (await fetch("/api/words")).json();
  const wished = localStorage.getItem("language") || (navigator.language.startsWith("fr") ? "fr" : "en");
  language = wished === "fr" ? "fr" : "en";
  document.documentElement.lang = language;
}

export const current = () => language;

export function choose(wished) {
  language = wished;
  localStorage.setItem("language", wished);
  document.documentElement.lang = wished;
  for (const listener of listeners) listener();
}

export const onLanguage = (listener) => listeners.add(listener);

export function t(key, filled = {}) {
  const entry = words[key];
  if (!entry) return key.slice(key.indexOf(".") + 1).replaceAll("_", " ");
  return entry[language].replace(/\{(\w+)\}/g, (_, name) => filled[name] ?? "");
}

export const has = (key) => key in words;
export const leverName = (key) => t(key.startsWith("instruments.") ? key.replace("instruments.", "instrument.") : `lever.${key}`);

export function number(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function signed(value, digits = 0) {
  const text = number(Math.abs(value), digits);
  if (!/[1-9]/.test(text)) return text;
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}
