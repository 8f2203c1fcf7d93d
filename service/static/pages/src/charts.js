// Small drawings in SVG: positions are attributes, colours come from the style sheet.
import { html, svg } from 'lit';

const WIDTH = 640;
const HEIGHT = 120;

// The scale ends a little above the 95th percentile, so that one slow value does not flatten the rest.
function ceiling(values) {
  const ranked = [...values].sort((a, b) => a - b);
  return ranked[Math.floor(0.95 * (ranked.length - 1))] * 1.25 || 1;
}

// One bar a value, oldest first; values above the scale are drawn full and named.
export function bars(values, { label, unit }) {
  const top = ceiling(values);
  const slot = WIDTH / Math.max(values.length, 40);
  const bar = (value, i) => {
    const height = Math.max(2, Math.min(1, value / top) * (HEIGHT - 4));
    return svg`<rect class=${value > top ? 'bar over' : 'bar'} x=${i * slot + slot * 0.1} y=${HEIGHT - height} width=${slot * 0.8} height=${height} rx="1"><title>${unit(value)}</title></rect>`;
  };
  const line = (share) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT - share * (HEIGHT - 4)} y2=${HEIGHT - share * (HEIGHT - 4)} />`;
  return html`<figure class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label} preserveAspectRatio="none">
      ${[0.5, 1].map(line)}${values.map(bar)}</svg>
    <figcaption class="muted"><span>0–${unit(top)}</span></figcaption></figure>`;
}
