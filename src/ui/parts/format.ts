/** Figures for people, in their language. Pure: the locale is an argument. */

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const formatters = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(locale, options);
    formatters.set(key, formatter);
  }
  return formatter;
}

/** One decimal digit below ten, none above, because more digits would only flicker. */
const digitsOf = (value: number): number => (value < 9.95 ? 1 : 0);

/** Scales to the unit in which the value, as it will be rounded, is below a thousand (SI: 1 kB is 1,000 bytes). */
function scale(bytes: number): { readonly value: number; readonly unit: (typeof BYTE_UNITS)[number] } {
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < BYTE_UNITS.length - 1) {
    value /= 1000;
    index += 1;
  }
  return { value, unit: BYTE_UNITS[index] ?? 'byte' };
}

/** "512 bytes", "1.2 MB", "43 GB". */
export function formatBytes(bytes: number, locale: string): string {
  const { value, unit } = scale(bytes);
  const isPlain = unit === 'byte';
  return numberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: isPlain ? 'long' : 'short',
    maximumFractionDigits: isPlain ? 0 : digitsOf(value),
  }).format(value);
}

/** "12 MB/s". Never below kilobytes, because nobody can read a figure that changes its unit twice a second. */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  const { value, unit } =
    bytesPerSecond < 1000 ? { value: bytesPerSecond / 1000, unit: 'kilobyte' } : scale(bytesPerSecond);
  return numberFormat(locale, {
    style: 'unit',
    unit: `${unit}-per-second`,
    maximumFractionDigits: digitsOf(value),
  }).format(value);
}

const formatUnit = (value: number, unit: 'second' | 'minute' | 'hour' | 'day', locale: string): string =>
  numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);

/** "25 sec", "4 min", "2 hr 10 min": rounded up and coarse, so that it stays the same long enough to be read. */
export function formatDuration(seconds: number, locale: string): string {
  if (seconds <= 55)
    return formatUnit(seconds <= 10 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 5) * 5, 'second', locale);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return formatUnit(minutes, 'minute', locale);
  const tens = Math.ceil(minutes / 10) * 10;
  const hours = Math.floor(tens / 60);
  if (hours >= 48) return formatUnit(Math.ceil(hours / 24), 'day', locale);
  const rest = tens % 60;
  return rest === 0
    ? formatUnit(hours, 'hour', locale)
    : `${formatUnit(hours, 'hour', locale)} ${formatUnit(rest, 'minute', locale)}`;
}

/** "45%". Rounded down, so that nothing says 100% before it is complete. */
export const formatPercent = (percent: number, locale: string): string =>
  numberFormat(locale, { style: 'percent' }).format(Math.floor(percent) / 100);

export const formatCount = (count: number, locale: string): string => numberFormat(locale, {}).format(count);

/** "23 ms". */
export const formatMilliseconds = (milliseconds: number, locale: string): string =>
  numberFormat(locale, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }).format(milliseconds);

/** "Nov 20, 2026, 7:30 PM". */
export const formatMoment = (milliseconds: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);

/** "230 ms", "1.4 sec", "12 sec": how long something took. */
export const formatElapsed = (milliseconds: number, locale: string): string =>
  milliseconds < 999.5
    ? formatMilliseconds(milliseconds, locale)
    : numberFormat(locale, {
        style: 'unit',
        unit: 'second',
        unitDisplay: 'short',
        maximumFractionDigits: digitsOf(milliseconds / 1000),
      }).format(milliseconds / 1000);

/** "Nov 20, 2026". */
export const formatDate = (milliseconds: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(milliseconds);
