/**
 * Whether a key by itself is a shortcut, in this browser. It can be switched off, because speech input types letters
 * (WCAG 2.2, 2.1.4).
 */
const STORAGE_KEY = 'beamline-single-keys';
const OFF = 'off';

/** Storage may be blocked. The choice then lasts as long as the page. */
let isOffHere = false;

export function areSingleKeysOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== OFF && !isOffHere;
  } catch {
    return !isOffHere;
  }
}

export function switchSingleKeys(isOn: boolean): void {
  isOffHere = !isOn;
  try {
    if (isOn) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, OFF);
  } catch {
    // The page remembers it.
  }
}
