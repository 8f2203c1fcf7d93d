// Copying, also on plain http pages, where navigator.clipboard is missing.

export async function copyText(text, root) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const focused = root.activeElement;
  const area = document.createElement('textarea');
  area.className = 'hidden';
  area.value = text;
  root.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  focused?.focus();
}
