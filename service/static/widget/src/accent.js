// One accent colour of the page's choice, made readable in both themes (WCAG 2.2, contrast 4.5:1).

const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const LIGHT_PAPER = [243, 241, 235]; // the darkest surface of the light theme
const DARK_PAPER = [30, 33, 36]; // the lightest one of the dark theme

function parse(hex) {
  const digits = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(String(hex).trim());
  if (!digits) return null;
  const six = digits[2] || [...digits[1]].map((digit) => digit + digit).join('');
  return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16));
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// The colour, moved towards another only as far as text on the paper needs.
function readableOn(colour, paper, towards) {
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((part, i) => Math.round(part + (towards[i] - part) * share));
    if (contrast(mixed, paper) >= 4.5) return mixed;
  }
  return towards;
}

const css = (colour) => `rgb(${colour.join(' ')})`;

// Custom properties for '#rgb' or '#rrggbb'; null for anything else.
export function accentProperties(hex) {
  const accent = parse(hex);
  if (!accent) return null;
  const onAccent = contrast(accent, WHITE) >= 4.5 ? WHITE : BLACK;
  const link = `light-dark(${css(readableOn(accent, LIGHT_PAPER, BLACK))}, ${css(readableOn(accent, DARK_PAPER, WHITE))})`;
  return { '--kaynak-accent': css(accent), '--kaynak-on-accent': css(onAccent), '--kaynak-link': link };
}
