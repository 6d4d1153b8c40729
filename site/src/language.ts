// Before anything else in the bundle: a browser started without a locale calls its language "C", which is no language, and uPlot,
// which formats numbers in that language as soon as it is loaded, would throw. The page speaks English anyway.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}

export {};
