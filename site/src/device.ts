// What the device can bear, where the browser tells.

/** Of the memory that the device has, the part that a set of examples may take; the page, its copies and other tabs need the rest. */
const PART = 1 / 16;

/** The most bytes that the examples of a set may take on this device; null where it has plenty, or the browser does not say. */
export function canHold(): number | null {
  const gb = (navigator as { deviceMemory?: number }).deviceMemory; // rounded by the browser to a power of two, at most 8
  return gb !== undefined && gb < 8 ? gb * PART * 2 ** 30 : null;
}

/** Does something when nothing else is to be done, or after two seconds. */
export const idle = (f: () => void): unknown => ('requestIdleCallback' in window ? requestIdleCallback(f, { timeout: 2000 }) : setTimeout(f, 1));
