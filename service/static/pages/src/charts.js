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
    return svg`<rect class=${value > top ? 'bar over' : 'bar'} x=${i * slot + slot * 0.1} y=${HEIGHT - height}
      width=${slot * 0.8} height=${height} rx="1"><title>${unit(value)}</title></rect>`;
  };
  const line = (share) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT - share * (HEIGHT - 4)} y2=${HEIGHT - share * (HEIGHT - 4)} />`;
  return html`<figure class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label} preserveAspectRatio="none">
      ${[0.5, 1].map(line)}${values.map(bar)}</svg>
    <figcaption class="muted"><span>0–${unit(top)}</span></figcaption></figure>`;
}

// A mean and its interval on a scale from 0 to 1.
export function whisker({ mean, low, high }) {
  const x = (value) => 4 + 112 * Math.min(1, Math.max(0, value));
  return svg`<svg class="whisker" viewBox="0 0 120 16" aria-hidden="true"><line class="grid" x1="4" x2="116" y1="8" y2="8" />
    <line class="range" x1=${x(low)} x2=${x(high)} y1="8" y2="8" /><circle cx=${x(mean)} cy="8" r="3.5" /></svg>`;
}

const [LEFT, TOP, RIGHT, BOTTOM] = [44, 10, 615, 220];

// Lines over 0 to 1; series: [{key, name, label, points: [[x, y]]}], x and y: names of the axes.
export function curves(series, { x, y, percent }) {
  // The first tenth of a curve jumps between nothing and everything.
  const settled = series.flatMap(({ points }) => points.slice(Math.floor(points.length / 10)).map(([, value]) => value));
  const highest = Math.max(0.1, ...settled);
  const top = Math.min(1, Math.ceil(highest * 10) / 10);
  const across = (value) => LEFT + value * (RIGHT - LEFT);
  const up = (value) => BOTTOM - Math.min(1, value / top) * (BOTTOM - TOP);
  const place = ([a, b]) => `${across(a).toFixed(1)},${up(b).toFixed(1)}`;
  const line = ({ key, points }) => svg`<polyline class="line ${key}" points=${points.map(place).join(' ')} />`;
  const tick = (value) => svg`<line class="grid" x1=${LEFT} x2=${RIGHT} y1=${up(value)} y2=${up(value)} />
    <text class="tick" x=${LEFT - 8} y=${up(value) + 4} text-anchor="end">${percent(value)}</text>`;
  const foot = (value) => svg`<text class="tick" x=${across(value)} y=${BOTTOM + 18} text-anchor="middle">${percent(value)}</text>`;
  return html`<figure class="curves"><svg viewBox="0 0 640 245" role="img" aria-label=${series.map(({ label }) => label).join('; ')}>
      ${[0, top / 2, top].map(tick)}${[0.25, 0.5, 0.75, 1].map(foot)}${series.map(line)}</svg>
    <figcaption class="muted"><span>↑ ${y}</span> <span>→ ${x}</span>
      ${series.map(({ key, name }) => html`<span class="key ${key}">${name}</span>`)}</figcaption></figure>`;
}
