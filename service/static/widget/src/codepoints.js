// The API counts Unicode code points; JavaScript strings count UTF-16 units.

export function codePointLength(text) {
  let count = 0;
  for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) count += 1;
  return count;
}

// UTF-16 offsets for code point positions, in the order given, in one walk.
// A position past the end gives the end.
export function utf16Offsets(text, positions) {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b]);
  const result = new Array(positions.length);
  let unit = 0;
  let point = 0;
  for (const i of order) {
    while (point < positions[i] && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    result[i] = unit;
  }
  return result;
}

export function isRange(start, end, length) {
  return Number.isInteger(start) && Number.isInteger(end)
    && start >= 0 && start < end && end <= length;
}
