/** Line icons, 24 by 24, drawn for this app. All are decorative: the words beside them say the same. */
import { html, svg, type TemplateResult } from 'lit';

export const icon = (paths: TemplateResult): TemplateResult =>
  html`<svg
    width="22"
    height="22"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.9"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;

export const copyIcon = icon(
  svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2.5"/><path d="M15.5 5.5a2 2 0 0 0-2-2h-7a3 3 0 0 0-3 3v7a2 2 0 0 0 2 2"/>`,
);
export const checkIcon = icon(svg`<path d="m4.5 12.5 5 5 10-11"/>`);
export const stopIcon = icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`);
export const downIcon = icon(svg`<path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"/>`);
export const shareIcon = icon(
  svg`<path d="M12 15V4m-4 3.5 4-4 4 4M6 12v6.5a1.5 1.5 0 0 0 1.5 1.5h9a1.5 1.5 0 0 0 1.5-1.5V12"/>`,
);
export const folderIcon = icon(
  svg`<path d="M3.5 7.5a2 2 0 0 1 2-2h3.7l2.3 2.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2z"/>`,
);
export const straightIcon = icon(
  svg`<circle cx="4.5" cy="12" r="1.8" fill="currentColor"/><path d="M8.5 12h7"/><circle cx="19" cy="12" r="2.4"/>`,
);
export const sealedIcon = icon(
  svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2.5"/><path d="M8.2 10.5V8a3.8 3.8 0 0 1 7.6 0v2.5M12 14.4v1.8"/>`,
);
export const resumeIcon = icon(svg`<path d="M20 12a8 8 0 1 1-2.5-5.8M20 3.5v4.2h-4.2"/>`);

/** The mark: a lamp whose light falls on a ring. The same picture as public/icon.svg. */
export const mark = html`<svg width="36" height="36" viewBox="0 0 64 64" aria-hidden="true">
  <linearGradient id="beam" gradientUnits="userSpaceOnUse" x1="10" y1="32" x2="66" y2="32">
    <stop offset="0" stop-color="#ffd27d" />
    <stop offset=".6" stop-color="#ffbd4a" stop-opacity=".8" />
    <stop offset="1" stop-color="#ffbd4a" stop-opacity=".1" />
  </linearGradient>
  <clipPath id="tile"><rect width="64" height="64" rx="15" /></clipPath>
  <g clip-path="url(#tile)">
    <path fill="#0e2b30" d="M0 0h64v64H0z" />
    <g transform="rotate(-32 32 32)">
      <path fill="url(#beam)" d="M10 32 80 4v56z" />
      <circle cx="11.5" cy="32" r="5.5" fill="#fff3d6" />
      <circle cx="45" cy="32" r="7.5" fill="#0e2b30" stroke="#fff3d6" stroke-width="4.5" />
    </g>
  </g>
</svg>`;
