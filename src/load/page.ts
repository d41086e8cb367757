/** The page around a report: one file, no script, nothing fetched; light or dark as the reader has it. */
import { escapeText } from '../schema/write-xml.ts';

const LIGHT = ['#1a6fb5', '#2f8f4e', '#c2571a', '#8a4fbf', '#c23b3b', '#00838f', '#7a6a00', '#5c6670'];
const DARK = ['#6cb4f0', '#6fce8b', '#f09a5c', '#c49bf0', '#f08080', '#5ccad6', '#d6c34d', '#a3adb8'];

const STYLE = `:root{color-scheme:light dark;--text:#1c2126;--dim:#5c6670;--line:#d8dde2;--page:#fff}
@media(prefers-color-scheme:dark){:root{--text:#e6e9ec;--dim:#a3adb8;--line:#3a424a;--page:#14181c}}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:860px;padding:24px 16px;color:var(--text);background:var(--page)}
h1{font-size:1.4em;margin:0}h2{font-size:1.1em;margin:2em 0 .5em}p{color:var(--dim)}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px;width:100%}
th,td{padding:3px 8px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:pre}th{color:var(--dim);font-weight:600}
figure{margin:1.5em 0}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}
svg text{font-size:11px;fill:var(--dim)}.grid{stroke:var(--line);stroke-width:1}.mark{stroke:var(--dim);stroke-dasharray:3 3}
text.mark{stroke:none}.line{fill:none;stroke-width:1.8}.area{stroke:none;opacity:.85}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:.3em 0;font-size:13px}
.legend i{display:inline-block;width:12px;height:12px;border-radius:2px;margin-right:6px;vertical-align:-1px}
.met{color:#2f8f4e}.missed{color:#c23b3b;font-weight:600}
${colours(LIGHT)}
@media(prefers-color-scheme:dark){${colours(DARK)}}`;

function colours(list: readonly string[]): string {
  return list
    .map((colour, at) => `.c${at}{stroke:${colour}}.f${at}{fill:${colour}}.b${at}{background:${colour}}`)
    .join('');
}

/** `body` is finished HTML. */
export function page(title: string, body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escapeText(title)}</title><style>${STYLE}</style><body>${body}</body></html>\n`;
}

/** First row: heads. */
export function htmlTable([head, ...rows]: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}>${escapeText(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${cells(head!, 'th')}</tr></thead><tbody>${body}</tbody></table></div>`;
}
