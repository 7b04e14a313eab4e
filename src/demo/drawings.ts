import { html } from "../http/html.ts";

/** A tea leaf, in the colour of the surrounding text. */
export const leaf = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M20.5 3.5C11 3 4.5 7 4.5 14c0 1.6.4 3 1 4.2L3.6 20a1 1 0 0 0 1.4 1.4l1.8-1.8c1.2.6 2.6.9 4.2.9 7 0 10-7 9.5-17ZM7 17c2.5-4.5 6-7 9.5-8.5"/><path fill="none" stroke="var(--paper)" stroke-width="1.3" stroke-linecap="round" d="M6.5 17.5c2.5-4.5 6-7 9.5-8.5"/></svg>`;

/** A phone, in the colour of the surrounding text. */
export const phone = html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"><rect x="6.5" y="2.75" width="11" height="18.5" rx="2.25"/><path d="M10.5 18.25h3"/></svg>`;

/** A steaming cup. */
export const cup = html`<svg class="cup" viewBox="0 0 240 200" aria-hidden="true">
<circle class="sun" cx="158" cy="70" r="52"/>
<path class="hill far" d="M0 150c40-46 76-46 112-14s78 22 128-22v86H0Z"/>
<path class="hill" d="M0 172c52-34 96-24 132-8s74 10 108-10v46H0Z"/>
<g class="steam"><path d="M104 74c-10-12 10-20 0-34"/><path d="M124 68c-10-12 10-20 0-34"/></g>
<path class="tea" d="M72 92h84v8c0 30-16 52-42 52s-42-22-42-52Z"/>
<path class="handle" d="M154 102h9c9 0 15 5 15 13s-9 15-21 16"/>
<ellipse class="brew" cx="114" cy="93" rx="42" ry="8"/>
<ellipse class="saucer" cx="114" cy="157" rx="56" ry="6"/>
</svg>`;

/** The page's icon, as a data URI. */
export const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#3f7d58" d="M20.5 3.5C11 3 4.5 7 4.5 14c0 1.6.4 3 1 4.2L3.6 20 5 21.4l1.8-1.8c1.2.6 2.6.9 4.2.9 7 0 10-7 9.5-17Z"/></svg>`,
)}`;
